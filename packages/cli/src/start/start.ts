import { join } from "node:path";
import { logDirectory, refuseSecondRun } from "@pictor/local";
import { findHome, type Home } from "../home";
import { abortOnSignals, Interrupted } from "../interrupt";
import type { Display } from "../report/display";
import { Steps } from "../report/steps";
import { findPlace } from "../stack/place";
import { describeResult, renderResult } from "./announce";
import { bringUp } from "./bring-up";
import { checkTools, describeTools } from "./check-tools";
import { LocalRun, runDirectory } from "./local-run";
import { rebuild } from "./rebuild";
import { Session } from "./session";

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
  refuseSecondRun(home.runFile);
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  try {
    const session = await open(options, home, display, controller);
    try {
      const service = await bringUp(session, { ...options, cache: home.cache });
      const result = describeResult(session.run, service);
      display.result(result, renderResult(result, options.once));
      if (!options.once) await untilEnded(controller.signal);
    } finally {
      await session.close();
    }
  } finally {
    stopListening();
    display.close();
  }
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
  const buildLog = join(logDirectory(directory), "build.log");
  if (fresh) await rebuild({ steps, logFile: buildLog, signal, everything: true });
  const { tools, place } = await steps.run("tools", async () => {
    const tools = checkTools();
    const place = await findPlace(environment, directory, signal);
    return { value: { tools, place }, detail: describeTools(tools) };
  });
  const run = new LocalRun({ home, id, place, provider: tools.provider });
  return new Session(display, controller, run, place, tools);
}

/** Until a signal comes or the local AWS ends. To be ended by `pictor stop` is how it should go. */
async function untilEnded(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  if (signal.reason instanceof Interrupted && signal.reason.signal === "SIGTERM") return;
  throw signal.reason;
}
