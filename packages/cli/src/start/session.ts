import { names, type Place } from "@pictor/contracts";
import { type Emulator, type EndpointEvent, type LocalPlace, startEmulator } from "@pictor/local";
import type { PageServer } from "@pictor/page";
import { UserError } from "@pictor/terraform";
import { type DeploymentContext, stackStep } from "../apply/deploy-stack";
import { beginSettling } from "../apply/settling";
import type { Display } from "../run/display/display";
import { StepError, Steps } from "../run/display/steps";
import { Interrupted } from "../run/interrupt";
import { layout, nodeDirectory } from "../run/layout";
import type { Tools } from "./check-tools";
import { describeEndpoint, EndpointNews } from "./endpoint-news";
import type { LocalRun } from "./local-run";
import { openPage } from "./open-page";

/** What the steps of a start share. */
export class Session {
  public readonly steps: Steps;
  private emulator: Emulator | undefined;
  private page: PageServer | undefined;
  private readonly news = new EndpointNews();
  private readonly settling = new Set<Promise<void>>();

  public constructor(
    public readonly display: Display,
    public readonly controller: AbortController,
    public readonly run: LocalRun,
    public readonly place: Place,
    public readonly tools: Tools,
  ) {
    this.steps = new Steps(display);
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** For deploying into the run. */
  public get deployment(): DeploymentContext {
    const { steps, signal } = this;
    const { workspace } = this.run;
    return { steps, workspace, provider: this.tools.provider, signal, unchanged: "apply" };
  }

  /** Where the local AWS is. */
  public get localPlace(): LocalPlace {
    if (this.emulator === undefined) throw new Error("the local AWS has not been started");
    const { url, credentials } = this.emulator;
    return { url, credentials, region: this.place.region };
  }

  /** Starts the local AWS; everything is ended where it ends without having been told to. */
  public async startEmulator(): Promise<string> {
    const { accountId, region } = this.place;
    const serviceStep = stackStep(names(this.place).stacks.service);
    const emulator = await startEmulator({
      packageDirectory: layout.localPackage,
      accountId,
      region,
      runDirectory: this.run.record.directory,
      nodeDirectory: nodeDirectory(),
      servingPython: layout.modelPython,
      trainingPython: layout.trainingPython,
      signal: this.signal,
      onEvent: (event) => this.tell(event, serviceStep),
    });
    this.emulator = emulator;
    const { url, port, identity, credentials, logFile } = emulator;
    this.run.update({ emulator: { ...identity, url, port, credentials } });
    void emulator.ended.then(({ code, signal }) => {
      const error = new UserError(`ended unexpectedly with ${signal ?? `exit code ${code}`}`, {
        hint: "all other processes were ended too; start again",
        logFile,
      });
      this.controller.abort(new StepError("local AWS", error));
    });
    return url;
  }

  /** Serves the page to play with, for as long as the session is open. */
  public async openPage(): Promise<void> {
    this.page = await openPage(() => this.run.latest);
    this.run.update({ page: { url: this.page.url } });
  }

  /** While a stack is applied it is that step's progress; afterwards nobody waits for it, and it is news. */
  private tell(event: EndpointEvent, serviceStep: string): void {
    const text = describeEndpoint(event);
    if (this.steps.isRunning(serviceStep)) this.display.progress(serviceStep, text);
    else if (this.news.isNew(event)) this.display.note(text);
  }

  /**
   * Begins work that others need not wait for to its end. If it fails later, everything ends.
   *
   * @returns as soon as others can build on the work
   */
  public async begin(work: (onUsable: () => void) => Promise<void>): Promise<void> {
    const { usable, ended } = beginSettling(work);
    const watched = ended
      .catch((error: unknown) => this.controller.abort(error))
      .finally(() => this.settling.delete(watched));
    this.settling.add(watched);
    await usable;
  }

  /** Waits for the end of all work that was begun. */
  public async settled(): Promise<void> {
    await Promise.all(this.settling);
    this.signal.throwIfAborted();
  }

  /** Ends everything that runs. */
  public async close(): Promise<void> {
    try {
      // An apply that is still at work ends in order only while the local AWS answers.
      if (this.settling.size > 0) this.controller.abort(new Interrupted("SIGTERM"));
      await Promise.all(this.settling);
      await Promise.all([this.page?.close(), this.emulator?.stop()]);
    } finally {
      this.run.finish();
    }
  }
}

/** Waits for all; the first that fails ends the others, and is what is thrown. */
export async function allOrNone<T extends readonly Promise<unknown>[] | []>(
  controller: AbortController,
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  for (const promise of promises) promise.catch((error: unknown) => controller.abort(error));
  await Promise.allSettled(promises);
  controller.signal.throwIfAborted();
  return Promise.all(promises);
}
