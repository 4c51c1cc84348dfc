import type { Calibration, Target, TargetKind } from "@pictor/contracts";

/** What the number of requests at once is computed from. */
export interface ConcurrencyInputs {
  /** Requests a second at the busiest time. */
  readonly expectedPeakRps: number;
  readonly targets: readonly SizedTarget[];
  readonly calibration: readonly Calibration[];
  /** Requests that all of the account's functions may work on at once. */
  readonly accountConcurrency: number;
}

/** A target, and what is behind it. */
export interface SizedTarget extends Pick<Target, "kind" | "name"> {
  /** What the calibration's rows call it: an instance type, or `serverless-<memory in MB>`. */
  readonly capacity?: string | undefined;
}

/** How many requests a function may work on at once, and what is to be said about it. */
export interface ConcurrencyPlan {
  readonly reserved: number;
  /** The computation, in a line. */
  readonly note: string;
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
}

/** Room for what the peak is above its own average. */
const headroom = 1.3;

/** What AWS keeps of an account's concurrency for functions without a share of their own. */
const unreserved = 100;

/**
 * Latency of the 99th percentile in milliseconds, where none was measured: some five times a ResNet50 of FP32 on two
 * cores (100 ms), since requests queue; serverless, one that is sometimes started for the request.
 * @see https://github.com/intel/neural-compressor/blob/master/docs/source/validated_model_list.md (read 2026-11)
 */
const conservativeP99Ms: Readonly<Record<TargetKind, number>> = {
  realTime: 500,
  serverless: 2_000,
};

/**
 * Sizes a function by Little's law: requests at once = requests a second × seconds each takes.
 *
 * Only measured latency can refuse; what was merely assumed is cut to what the account has, with a warning.
 */
export function planConcurrency(inputs: ConcurrencyInputs): ConcurrencyPlan {
  const { expectedPeakRps, targets, calibration, accountConcurrency } = inputs;
  if (!(expectedPeakRps > 0)) {
    const problem = `expectedPeakRps is ${expectedPeakRps}, it must be above 0`;
    return { reserved: 1, note: "", warnings: [], problems: [problem] };
  }
  const latencies = targets.map((target) => latencyOf(target, calibration));
  const slowest = latencies.reduce((one, other) => (other.p99Ms > one.p99Ms ? other : one));
  const { p99Ms, measured } = slowest;
  const wanted = Math.ceil(((expectedPeakRps * p99Ms) / 1000) * headroom);
  const most = Math.max(accountConcurrency - unreserved, 1);
  const reserved = Math.min(wanted, most);
  const note = `reserved concurrency ${reserved}: ${expectedPeakRps} requests a second × ${p99Ms} ms (p99 of '${slowest.name}', ${measured ? "measured" : "assumed"}) × ${headroom}`;
  const over = `${wanted} requests at once are above the ${most} that an account limit of ${accountConcurrency} leaves, raise the limit or lower expectedPeakRps ${expectedPeakRps}`;
  return {
    reserved,
    note,
    warnings: [
      ...latencies
        .filter((latency) => !latency.measured)
        .map(
          ({ name, p99Ms: assumed }) =>
            `latency of '${name}' was never measured, ${assumed} ms is assumed: run 'pictor calibrate'`,
        ),
      ...(wanted > most && !measured ? [over] : []),
    ],
    problems: wanted > most && measured ? [over] : [],
  };
}

interface Latency {
  readonly name: string;
  readonly p99Ms: number;
  readonly measured: boolean;
}

/** The latest row that was measured of a target's capacity on AWS. */
function latencyOf(
  { name, kind, capacity }: SizedTarget,
  calibration: readonly Calibration[],
): Latency {
  const [row] = calibration
    .filter(({ on, target }) => on === "aws" && target === capacity)
    .toSorted((one, other) => other.date.localeCompare(one.date));
  return row === undefined
    ? { name, p99Ms: conservativeP99Ms[kind], measured: false }
    : { name, p99Ms: row.p99Ms, measured: true };
}

/** What to tell where more requests may come at once than the function works on; `undefined` where they may not. */
export function burstWarning(burst: number, reserved: number): string | undefined {
  return burst <= reserved
    ? undefined
    : `a burst of ${burst} requests at once is above the reserved concurrency ${reserved}: what is over is answered 503 with Retry-After`;
}
