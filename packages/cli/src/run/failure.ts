import { logTail, UserError } from "@pictor/terraform";
import { awsProblem } from "./aws-problem";
import { StepError } from "./display/steps";
import { Interrupted } from "./interrupt";
import { mendingHint } from "./mending-hint";

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
  const log = known?.logFile;
  const tail = log === undefined ? [] : logTail(log);
  const aws = known === undefined ? awsProblem(cause) : undefined;
  const mend = aws?.hint ?? hintOf(cause, tail);
  const isExpected = known !== undefined || mend !== undefined;
  const said = known?.message ?? aws?.message ?? messageOf(cause);
  const message = `${isExpected ? "" : "unexpected: "}${said}`;
  const isExplained = isExpected && !(error instanceof StepError);
  const hint =
    known?.hint ?? mend ?? (isExplained || verbose ? undefined : "run it again with --verbose");
  const lines = [
    `error  ${step === undefined ? "" : `${step}: `}${message}`,
    ...(log === undefined ? [] : [`log    ${log}`, ...tail.map((line) => `  | ${line}`)]),
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

/** Writes a failure for person, program and shell. */
export function reportFailure(error: unknown, args: readonly string[]): void {
  const { event, text, exitCode } = describeFailure(error, args.includes("--verbose"));
  if (event !== undefined && args.includes("--json")) console.log(JSON.stringify(event));
  console.error(`\n${text}`);
  process.exitCode = exitCode;
}

/** What is known to help: the operating system's error, or what the log's end says of it. */
function hintOf(cause: unknown, tail: readonly string[]): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const isSystem = "code" in cause && typeof cause.code === "string" && "syscall" in cause;
  const text = cause instanceof UserError ? [cause.message, ...tail].join("\n") : cause.message;
  return isSystem || cause instanceof UserError ? mendingHint(text) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
