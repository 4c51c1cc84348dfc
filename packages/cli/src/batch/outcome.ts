import type { BatchSummary } from "@pictor/contracts/batch";
import { UserError } from "@pictor/terraform";
import type { Execution } from "../jobs/execution";
import { type BatchPlace, keysOf } from "./place";

/** How a run ended. */
export interface RunEnd {
  readonly run: string;
  /** `undefined` if Step Functions has deleted the execution. */
  readonly execution: Execution | undefined;
  /** `undefined` if the run wrote none, or it has expired. */
  readonly summary: BatchSummary | undefined;
}

/** Returns the error of a run that is not complete; `undefined` if it is. */
export function failureOfRun(
  where: BatchPlace,
  { execution, run, summary }: RunEnd,
): UserError | undefined {
  const unanswered = summary?.failures.unanswered ?? 0;
  if (unanswered > 0) {
    return new UserError(
      `run ${run} is incomplete: ${unanswered} of ${summary?.pictures} pictures have no answer`,
      { hint: "the reason is in the 'detail' of each line whose error is 'unanswered'" },
    );
  }
  if (execution !== undefined && execution.status !== "SUCCEEDED") {
    return endedBadly(where, run, execution);
  }
  if (summary !== undefined) return undefined;
  return new UserError(`the results of run ${run} are gone`, {
    hint: "what a run writes is deleted after 90 days, see payloadDays in apps/image-classifier/src/data-stack.ts; start another run",
  });
}

function endedBadly(where: BatchPlace, run: string, { arn, reason, status }: Execution): UserError {
  const { environment } = where.place;
  const answers = `s3://${where.bucket}/${keysOf(where, run).allAnswers}`;
  switch (status) {
    case "TIMED_OUT":
      return new UserError(`run ${run} took longer than its time limit and was ended`, {
        hint: `give fewer pictures, or raise 'runMinutes' or 'jobsAtOnce' of 'batch' in apps/image-classifier/environments/${environment}.ts; answers so far are in ${answers}`,
      });
    case "ABORTED":
      return new UserError(`run ${run} was stopped by somebody: ${reason}`, {
        hint: `answers so far are in ${answers}`,
      });
    default:
      return new UserError(`run ${run} failed: ${reason}`, {
        hint: `its last events: aws stepfunctions get-execution-history --reverse-order --max-results 20 --execution-arn ${arn}`,
      });
  }
}
