import { logTail, UserError } from "@pictor/local";
import { Interrupted } from "./interrupt";
import { StepError } from "./report/steps";

/** What to tell somebody whose command failed, and what to tell the shell. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** An error in the user's words: what, the log's tail, the next thing to try. */
export function describeFailure(error: unknown, verbose: boolean): Failure {
  if (error instanceof Interrupted) return { text: "stopped", exitCode: error.exitCode };
  const where = error instanceof StepError ? `${error.step}: ` : "";
  const cause = error instanceof StepError ? error.cause : error;
  const known = cause instanceof UserError ? cause : undefined;
  const message = known?.message ?? `unexpected: ${messageOf(cause)}`;
  const log = known?.logFile;
  const isExplained = known !== undefined && !(error instanceof StepError);
  const hint = known?.hint ?? (isExplained || verbose ? undefined : "run it again with --verbose");
  const lines = [
    `error  ${where}${message}`,
    ...(log === undefined ? [] : [`log    ${log}`, ...logTail(log).map((line) => `  | ${line}`)]),
    ...(hint === undefined ? [] : [`next   ${hint}`]),
    ...(verbose && cause instanceof Error && cause.stack ? [cause.stack] : []),
  ];
  return { text: lines.join("\n"), exitCode: 1 };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
