import { join } from "node:path";
import { logDirectory } from "@pictor/local";
import { findPlace } from "../apply/place";
import { rebuild } from "../apply/rebuild";
import type { Display } from "../run/display/display";
import { Steps } from "../run/display/steps";
import { findHome, type Home } from "../run/home";
import { describeResult, renderResult } from "./announce";
import { bringUp } from "./bring-up";
import { checkTools, describeTools } from "./check-tools";
import { keepLogs, LocalRun, runDirectory } from "./local-run";
import { Session } from "./session";
import { supervise, untilEnded } from "./supervise";

export interface StartOptions {
  readonly environment: string;
  /** Whether to end everything after the prediction. */
  readonly once: boolean;
  /** Whether to ignore what was built and trained before. */
  readonly fresh: boolean;
  /** Picture to classify. @default the release's smoke picture */
  readonly image?: string;
}

/** Everything from nothing to a classified picture, and then, unless it is for once, until somebody ends it. */
export async function start(options: StartOptions, display: Display): Promise<void> {
  const home = findHome(process.env);
  await supervise({
    home,
    display,
    open: (controller) => open(options, home, display, controller),
    work: async (session) => {
      const service = await bringUp(session, { ...options, cache: home.cache });
      if (!options.once) await session.openPage();
      const result = describeResult(session.run, service);
      if (options.once) await session.settled();
      display.result(result, renderResult(result));
      if (!options.once) await untilEnded(session);
    },
  });
}

/** What has to be known before anything can run: the tools, and the account and region of the environment. */
async function open(
  { environment, fresh }: StartOptions,
  home: Home,
  display: Display,
  controller: AbortController,
): Promise<Session> {
  const { signal } = controller;
  const steps = new Steps(display);
  const id = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const directory = runDirectory(home, id);
  try {
    const buildLog = join(logDirectory(directory), "build.log");
    if (fresh) await rebuild({ steps, logFile: buildLog, signal, everything: true });
    const { tools, place } = await steps.run("tools", async () => {
      const tools = checkTools();
      const place = await findPlace(environment, directory, signal);
      return { value: { tools, place }, detail: describeTools(tools) };
    });
    const run = new LocalRun({ home, id, place, provider: tools.provider });
    return new Session(display, controller, run, place, tools);
  } catch (error) {
    // Nobody else clears up: a run that was not begun has no end.
    keepLogs(directory);
    throw error;
  }
}
