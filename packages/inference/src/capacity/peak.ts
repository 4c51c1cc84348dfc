import type { Throughput } from "@pictor/contracts";

/** Fewest and most instances. */
export interface InstanceRange {
  /** At least 1. */
  readonly min: number;
  readonly max: number;
}

/** What traffic an endpoint is made for, and what its instances carry of it. */
export interface Load {
  /** Requests a second that the environment expects at its peak. */
  readonly expectedPeakRps: number;
  readonly throughput: Throughput;
  /**
   * Share of its throughput at which an instance is to run, 0 to 1: the rest is for a burst, and for the minutes until
   * another instance has come.
   */
  readonly safetyFactor: number;
}

/**
 * AWS's own first value for the share of its throughput at which an instance is to run.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html (read 2026-11)
 */
export const defaultSafetyFactor = 0.5;

/** Instances that carry the peak, each at the safety factor of its throughput. */
export function instancesForPeak({ expectedPeakRps, throughput, safetyFactor }: Load): number {
  return Math.max(1, Math.ceil(expectedPeakRps / (throughput.rps * safetyFactor)));
}

/**
 * Instances to begin with: what the peak needs, within the range.
 *
 * Each update of an endpoint sets the number back to this one, whatever autoscaling had made of it, and the update may
 * come at the peak: the provider cannot ask SageMaker to keep the number.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/48990
 */
export function initialInstances(range: InstanceRange, load: Load): number {
  return Math.min(range.max, Math.max(range.min, instancesForPeak(load)));
}

/** What the range cannot carry. */
export type PeakVerdict =
  | { readonly kind: "carried" }
  | { readonly kind: "short"; readonly text: string; readonly refuses: boolean };

/** Whether the most instances carry the peak. It refuses on measured throughput only, and says how many would. */
export function judgePeak(range: InstanceRange, load: Load): PeakVerdict {
  const needed = instancesForPeak(load);
  if (needed <= range.max) return { kind: "carried" };
  const { rps, calibrated } = load.throughput;
  const basis = calibrated
    ? `${rps} requests/s measured for an instance`
    : `${rps} requests/s assumed for an instance, since the release's calibration has no row for it`;
  return {
    kind: "short",
    refuses: calibrated,
    text: `instances.max ${range.max} is too few for expectedPeakRps ${load.expectedPeakRps}, which needs ${needed} instances: ${basis}, each loaded to ${load.safetyFactor * 100} % of it`,
  };
}

/** What is wrong with a range of instances. */
export function instanceRangeProblems(
  { min, max }: InstanceRange,
  highAvailability: boolean,
): string[] {
  const least = highAvailability ? 2 : 1;
  const problems: string[] = [];
  if (!(Number.isInteger(min) && min >= least)) {
    const way = highAvailability ? ", or declare highAvailability false" : "";
    problems.push(`instances.min must be a whole number of at least ${least}, got ${min}${way}`);
  }
  if (!(Number.isInteger(max) && max >= min)) {
    problems.push(
      `instances.max must be a whole number of at least instances.min ${min}, got ${max}`,
    );
  }
  return problems;
}
