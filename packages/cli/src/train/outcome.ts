import { type TrainingSummary, trainingRunKeys } from "@pictor/contracts/training";
import { UserError } from "@pictor/terraform";
import type { Execution } from "../jobs/execution";
import type { TrainPlace } from "./place";

/** How a run ended. */
export interface TrainingEnd {
  readonly run: string;
  /** `undefined` if Step Functions has deleted the execution. */
  readonly execution: Execution | undefined;
  /** `undefined` if the run wrote none, or it has expired. */
  readonly summary: TrainingSummary | undefined;
}

/** Returns the error of a run that is not complete; `undefined` if it is. */
export function failureOfTraining(
  where: TrainPlace,
  { execution, run, summary }: TrainingEnd,
): UserError | undefined {
  if (summary?.status === "complete") return undefined;
  const { environment } = where.place;
  const checkpoints = `s3://${where.bucket}/${trainingRunKeys(where.runs, run).checkpoints}`;
  const log = "its log: /aws/sagemaker/TrainingJobs in CloudWatch Logs";
  switch (summary?.status) {
    case "outOfTime":
      return new UserError(`run ${run} exceeded its time limits: ${summary.reason}`, {
        hint: `raise 'maxRuntimeMinutes' or 'maxWaitMinutes' of 'training' in apps/image-classifier/environments/${environment}.ts; its checkpoints are in ${checkpoints}`,
      });
    case "stopped":
      return new UserError(`run ${run} was stopped: ${summary.reason}`, {
        hint: `its checkpoints are in ${checkpoints}`,
      });
    case "failed":
      return new UserError(`run ${run} failed: ${summary.reason}`, { hint: log });
    case undefined:
      return execution === undefined || execution.status === "SUCCEEDED"
        ? new UserError(`the summary of run ${run} is gone`, {
            hint: "what a run writes is deleted after a time, see payloadDays in apps/image-classifier/src/data-stack.ts; start another run",
          })
        : new UserError(`run ${run} failed: ${execution.reason}`, {
            hint: `its last events: aws stepfunctions get-execution-history --reverse-order --max-results 20 --execution-arn ${execution.arn}`,
          });
  }
}
