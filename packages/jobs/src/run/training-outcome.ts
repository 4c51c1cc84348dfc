import { type Fields, fieldsOf } from "./fields";
import { lacksCapacity, readJobResult } from "./job-result";

/** How a training job ended, or why there is none. */
export interface TrainingOutcome {
  readonly kind: "complete" | "failed" | "serviceFault" | "noCapacity" | "stopped" | "outOfTime";
  /** Seconds of each instance, from its start to its end, and those of them that are billed. */
  readonly trainingSeconds: number;
  readonly billableSeconds: number;
  /** URI of the archive of what the script left. @default - there is none */
  readonly artefact?: string;
  /** The last values of the metrics that SageMaker read from the log. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What SageMaker or Step Functions reported; empty where nothing went wrong. */
  readonly reason: string;
}

const longestReason = 1000;

/** Reads the result of a job's state: a description of the job, or the error that Step Functions caught. */
export function readTrainingOutcome(result: unknown): TrainingOutcome {
  const { cause, error, job } = readJobResult(result);
  const artefact = fieldsOf(job.ModelArtifacts).S3ModelArtifacts;
  const given = typeof job.FailureReason === "string" ? job.FailureReason : "";
  const unknown =
    error === undefined ? `the job is ${job.TrainingJobStatus}` : `${error}: ${cause}`;
  const kind = kindOf(job, error, given || unknown);
  return {
    kind,
    trainingSeconds: secondsOf(job.TrainingTimeInSeconds),
    billableSeconds: secondsOf(job.BillableTimeInSeconds),
    ...(typeof artefact === "string" && { artefact }),
    metrics: metricsOf(job.FinalMetricDataList),
    reason: kind === "complete" ? "" : (given || wordsOf(kind) || unknown).slice(0, longestReason),
  };
}

function kindOf(job: Fields, error: string | undefined, reason: string): TrainingOutcome["kind"] {
  const { SecondaryStatus: secondary, TrainingJobStatus: status } = job;
  if (error === "States.Timeout") return "outOfTime";
  if (status === "Completed") return "complete";
  if (status === "Stopped" || status === "Stopping") {
    // Where the script had ended, SageMaker keeps what it left, and says Stopped all the same.
    return secondary === "MaxWaitTimeExceeded" || secondary === "MaxRuntimeExceeded"
      ? "outOfTime"
      : "stopped";
  }
  if (lacksCapacity(reason)) return "noCapacity";
  return /InternalServerError|We encountered an internal error/i.test(reason)
    ? "serviceFault"
    : "failed";
}

function wordsOf(kind: TrainingOutcome["kind"]): string {
  if (kind === "stopped") return "somebody stopped the job";
  return kind === "outOfTime" ? "the job took longer than its time limits" : "";
}

function secondsOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? value : 0;
}

function metricsOf(list: unknown): Record<string, number> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list
      .map(fieldsOf)
      .filter(
        ({ MetricName, Value }) => typeof MetricName === "string" && typeof Value === "number",
      )
      .map(({ MetricName, Value }) => [MetricName, Value]),
  );
}
