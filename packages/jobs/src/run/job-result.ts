import { type Fields, fieldsOf, parseJson } from "./fields";

/** The result of a job's state. */
export interface JobResult {
  /** Name of the error that Step Functions caught. @default - none, the job completed or was described */
  readonly error: string | undefined;
  readonly cause: string;
  /** The job's description; without fields where there is no job. */
  readonly job: Fields;
}

/** Reads the result of a job's state: a description, or an error whose cause is a description where the job exists. */
export function readJobResult(result: unknown): JobResult {
  const fields = fieldsOf(result);
  const error = typeof fields.Error === "string" ? fields.Error : undefined;
  const cause = String(fields.Cause ?? "");
  return { error, cause, job: error === undefined ? fields : fieldsOf(parseJson(cause)) };
}

/**
 * SageMaker's errors where AWS has no such instances at the moment, or the account no quota. Such a job costs nothing.
 */
export function lacksCapacity(reason: string): boolean {
  return /CapacityError|insufficient (instance )?capacity|InsufficientInstanceCapacity|ResourceLimitExceeded|Unable to provision requested ML compute capacity/i.test(
    reason,
  );
}

/** Seconds before the second, third and fourth attempt of a job that AWS had no instances for. */
const capacityWaits: readonly number[] = [300, 900, 1800];

/** How often a job without instances is repeated. */
export const capacityRepeats: number = capacityWaits.length;

/** Returns the seconds to wait after a job without instances; `undefined` after the last attempt. */
export function capacityWait({
  attempt,
  retried,
}: {
  /** Of the job without instances, from 1. */
  readonly attempt: number;
  /** Whether one of the attempts before failed for another reason. */
  readonly retried: boolean;
}): number | undefined {
  return capacityWaits[attempt - 1 - (retried ? 1 : 0)];
}
