import { capacityRepeats, capacityWait } from "./job-result";
import type { TrainingRun } from "./training";
import type { TrainingOutcome } from "./training-outcome";

/** What happens after a training job. */
export type TrainingReview =
  | { readonly next: "finish" }
  | { readonly next: "again"; readonly retried: boolean; readonly waitSeconds: number };

/** Most jobs of a run. */
export const mostTrainingJobs: number = 1 + capacityRepeats + 1;

/**
 * Decides what happens after a training job.
 *
 * A job without instances is repeated three times, after longer and longer waits. One that SageMaker itself failed is
 * repeated once, from its checkpoints. A script that failed would fail again, and is not repeated: it costs each time.
 */
export function reviewTraining(
  run: Pick<TrainingRun, "attempt" | "retried">,
  { kind }: Pick<TrainingOutcome, "kind">,
): TrainingReview {
  if (kind === "noCapacity") {
    const waitSeconds = capacityWait(run);
    return waitSeconds === undefined
      ? { next: "finish" }
      : { next: "again", retried: run.retried, waitSeconds };
  }
  return kind === "serviceFault" && !run.retried
    ? { next: "again", retried: true, waitSeconds: 60 }
    : { next: "finish" };
}
