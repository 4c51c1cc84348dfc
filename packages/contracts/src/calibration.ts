/** Measured throughput of one release on one capacity: a row that `pictor calibrate` writes. */
export interface Calibration {
  /** Name of the capacity, see {@link capacityName}. */
  readonly target: string;
  /** Requests a second that one instance answered, all well and in time; of serverless capacity, all containers. */
  readonly rps: number;
  /** Latency of the calls at that rate as their caller saw it, in milliseconds: the median. */
  readonly p50Ms: number;
  /** Latency of the 99th percentile, in milliseconds. */
  readonly p99Ms: number;
  /** ISO date of the measurement. */
  readonly date: string;
  /** Where it was measured. A row of the local AWS shows nothing about AWS's machines: it sizes and refuses nothing. */
  readonly on: "aws" | "local";
}

/** What an endpoint computes on, as far as a calibration distinguishes it. */
export type CapacityKind =
  | { readonly kind: "realTime"; readonly instanceType: string }
  | { readonly kind: "serverless"; readonly memorySizeMb: number };

/** Name of a capacity in the rows of a calibration: the instance type, or `serverless-<memory in MB>`. */
export function capacityName(capacity: CapacityKind): string {
  return capacity.kind === "realTime"
    ? capacity.instanceType
    : `serverless-${capacity.memorySizeMb}`;
}

/**
 * The row that counts for a capacity: the latest one that was measured on AWS. Of two of the same day the one that
 * comes first.
 *
 * @returns `undefined` if the release was never measured on this capacity on AWS
 */
export function latestCalibration(
  rows: readonly Calibration[],
  capacity: string,
): Calibration | undefined {
  return rows
    .filter(({ on, target }) => on === "aws" && target === capacity)
    .toSorted((a, b) => b.date.localeCompare(a.date))[0];
}
