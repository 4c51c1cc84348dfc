import { lacksCapacity, readJobResult } from "./job-result";

/** How a transform job ended, or why there is none. */
export interface JobOutcome {
  readonly kind: "succeeded" | "failed" | "noCapacity" | "stopped" | "timedOut";
  /** Seconds that SageMaker bills for each instance: from the start of the instances to their end. */
  readonly seconds: number;
  /** What SageMaker or Step Functions reported; empty where nothing went wrong. */
  readonly reason: string;
}

/** Characters of a reason that is kept: each picture without an answer repeats it. */
const longestReason = 500;

/**
 * Reads the result of a job's state: a description of the job, or the error that Step Functions caught, whose cause is
 * such a description where the job exists.
 */
export function readOutcome(result: unknown): JobOutcome {
  const { cause, error, job } = readJobResult(result);
  const seconds = secondsBetween(job.TransformStartTime, job.TransformEndTime);
  if (error === "States.Timeout") {
    return { kind: "timedOut", seconds, reason: "the job took longer than its time limit" };
  }
  const status = job.TransformJobStatus;
  const given = typeof job.FailureReason === "string" ? job.FailureReason : "";
  if (status === "Completed") return { kind: "succeeded", seconds, reason: "" };
  if (status === "Stopped" || status === "Stopping") {
    return { kind: "stopped", seconds, reason: given || "somebody stopped the job" };
  }
  const unknown = error === undefined ? `the job is ${status}` : `${error}: ${cause}`;
  const reason = (given || unknown).slice(0, longestReason);
  return { kind: lacksCapacity(reason) ? "noCapacity" : "failed", seconds, reason };
}

/** Times are milliseconds in results of Step Functions' own integration, and text in those of its SDK integration. */
function secondsBetween(start: unknown, end: unknown): number {
  const [from, to] = [start, end].map((time) =>
    typeof time === "number" ? time : Date.parse(String(time)),
  );
  const seconds = (Number(to) - Number(from)) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
