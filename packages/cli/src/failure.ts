import { logTail, UserError } from "@pictor/local";
import { Interrupted } from "./interrupt";
import { StepError } from "./report/steps";

/** A failure for programs: the last line of a command's `--json` output. */
export interface FailureEvent {
  readonly event: "error";
  /** Step that failed, where it was one. */
  readonly step?: string;
  readonly message: string;
  /** The next thing to try. */
  readonly hint?: string;
  /** File with more about it. */
  readonly log?: string;
}

/** What to tell somebody whose command failed, and what to tell the shell. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
  /** Missing where the command was ended, not broken. */
  readonly event?: FailureEvent;
}

/** An error in the user's words: what, the log's tail, the next thing to try. */
export function describeFailure(error: unknown, verbose: boolean): Failure {
  if (error instanceof Interrupted) return { text: "stopped", exitCode: error.exitCode };
  const step = error instanceof StepError ? error.step : undefined;
  const cause = error instanceof StepError ? error.cause : error;
  const known = cause instanceof UserError ? cause : undefined;
  const message = known?.message ?? `unexpected: ${messageOf(cause)}`;
  const log = known?.logFile;
  const isExplained = known !== undefined && !(error instanceof StepError);
  const hint = known?.hint ?? (isExplained || verbose ? undefined : "run it again with --verbose");
  const lines = [
    `error  ${step === undefined ? "" : `${step}: `}${message}`,
    ...(log === undefined ? [] : [`log    ${log}`, ...logTail(log).map((line) => `  | ${line}`)]),
    ...(hint === undefined ? [] : [`next   ${hint}`]),
    ...(verbose && cause instanceof Error && cause.stack ? [cause.stack] : []),
  ];
  const event: FailureEvent = {
    event: "error",
    ...(step !== undefined && { step }),
    message,
    ...(hint !== undefined && { hint }),
    ...(log !== undefined && { log }),
  };
  return { text: lines.join("\n"), exitCode: 1, event };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
