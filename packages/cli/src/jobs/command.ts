import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "@pictor/contracts";
import { placeOf } from "../apply/place-of";
import type { Display } from "../run/display/display";
import { Steps } from "../run/display/steps";
import { abortOnSignals, Interrupted } from "../run/interrupt";

/** Interval at which a run's state is read. A job takes minutes. */
export const pollMs = 5_000;

/** Does a command's work for an environment, ends it at signals, and closes the display. */
export async function forEnvironment(
  environment: string,
  display: Display,
  work: (place: Place, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  try {
    const place = await placeOf(environment);
    controller.signal.throwIfAborted();
    await work(place, controller.signal);
  } finally {
    stopListening();
    display.close();
  }
}

/** A command that starts a run, or finds one, and follows it. */
export interface RunCommand<Run extends { readonly run: string }> {
  readonly display: Display;
  /** Ends the command, and never a run. */
  readonly signal: AbortSignal;
  /** Command line that returns to a run. */
  readonly attachLine: (run: string) => string;
  /** Message if the command ends before a run was started. */
  readonly untilThen: string;
  readonly begin: (steps: Steps) => Promise<Run>;
  readonly finish: (steps: Steps, run: Run) => Promise<void>;
}

/**
 * Starts or finds a run, and follows it to its end.
 *
 * @throws `Interrupted` if the command was ended, which leaves the run alive; before, it says how to return to the run
 */
export async function beginAndFinish<Run extends { readonly run: string }>(
  command: RunCommand<Run>,
): Promise<void> {
  const { attachLine, display, signal } = command;
  const steps = new Steps(display);
  let run: string | undefined;
  try {
    const begun = await command.begin(steps);
    run = begun.run;
    display.note(`Ctrl-C ends this command, not run ${run}. Return to it with: ${attachLine(run)}`);
    await command.finish(steps, begun);
  } catch (error) {
    if (error instanceof Interrupted || signal.aborted) {
      display.note(
        run === undefined
          ? `no run was started; ${command.untilThen}`
          : `run ${run} goes on; return to it with: ${attachLine(run)}`,
      );
    }
    throw error;
  }
}

/** Waits; throws the signal's reason if the command is ended. */
export async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
