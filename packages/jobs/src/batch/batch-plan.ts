import {
  type InstanceTypeChoice,
  instanceTypeOf,
  isToken,
  literalProblems,
  type NamedInstanceType,
} from "@pictor/contracts";
import type { InstanceRate } from "@pictor/contracts/batch";
import { instanceDimension, priceOf } from "@pictor/cost";

/** Instances of each transform job. */
export interface TransformInstances {
  /** Type by its name, or described where `@pictor/contracts` has no row of it. */
  readonly type: InstanceTypeChoice;
  /**
   * Instances of a job, from 1 to 100. SageMaker gives each of them some of the job's pictures.
   *
   * @default 1
   */
  readonly count?: number;
}

/** Numbers of a batch transform that its owner may choose. */
export interface TransformSizes {
  /**
   * Most pictures of a job, from 1 to 10,000. A run of more has several jobs. A failed job loses at most its own.
   *
   * @default 5000
   */
  readonly picturesPerJob?: number;
  /**
   * Jobs of a run that work at the same time, from 1 to 20; the account's quota of the instance type must have as many.
   *
   * @default 1
   */
  readonly jobsAtOnce?: number;
  /**
   * Requests that an instance answers at the same time, from 1 to 25.
   *
   * @default - two for each physical core: while a worker computes, the next picture is there
   */
  readonly maxConcurrentTransforms?: number;
  /** Minutes that a job may take, from 5 to 1440. It is stopped then. @default 240 */
  readonly jobMinutes?: number;
  /**
   * Minutes that a run may take, longer than one of its jobs, up to 10,080.
   *
   * @default - six jobs one after another, a week at most
   */
  readonly runMinutes?: number;
}

/** A batch transform as it is built. */
export interface BatchPlan {
  readonly instance: NamedInstanceType;
  readonly instanceCount: number;
  readonly picturesPerJob: number;
  readonly jobsAtOnce: number;
  readonly maxConcurrentTransforms: number;
  readonly maxPayloadMb: number;
  readonly jobMinutes: number;
  readonly runMinutes: number;
  /** Of an instance; absent where the type has no price in the region. */
  readonly rate: InstanceRate | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Megabytes of the largest request: an image has at most 4,000,000 bytes. */
const maxPayloadMb = 4;

/**
 * Most megabytes of all requests of an instance at the same time.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html (`MaxPayloadInMB`)
 */
const mostPayloadsMb = 100;

/** Parts of a run: the list of them is part of each state's input, for which Step Functions has 256 KiB. */
export const mostParts = 300;

const ranges = {
  "instances.count": [1, 100],
  picturesPerJob: [1, 10_000],
  jobsAtOnce: [1, 20],
  maxConcurrentTransforms: [1, mostPayloadsMb / maxPayloadMb],
  jobMinutes: [5, 1440],
  runMinutes: [6, 10_080],
} as const;

/**
 * Computes the numbers of a batch transform.
 *
 * @throws Error where the instance type is neither in the table nor described
 */
export function planBatch(
  region: string,
  instances: TransformInstances,
  sizes: TransformSizes,
): BatchPlan {
  const instance = instanceTypeOf(instances.type);
  const { jobMinutes = 240, jobsAtOnce = 1, picturesPerJob = 5000 } = sizes;
  const numbers = {
    instanceCount: instances.count ?? 1,
    picturesPerJob,
    jobsAtOnce,
    maxConcurrentTransforms:
      sizes.maxConcurrentTransforms ??
      Math.min(ranges.maxConcurrentTransforms[1], 2 * instance.physicalCores),
    jobMinutes,
    runMinutes: sizes.runMinutes ?? Math.min(ranges.runMinutes[1], 6 * jobMinutes),
  };
  const unknown = literalProblems(
    { jobMinutes: sizes.jobMinutes, runMinutes: sizes.runMinutes },
    "seconds of the state machine are computed from it",
  );
  const rate = isToken(region) ? undefined : rateOf(region, instance.name);
  return {
    instance,
    ...numbers,
    maxPayloadMb,
    rate,
    problems: unknown.length > 0 ? unknown : problemsOf(numbers),
    warnings:
      rate === undefined
        ? [
            `batch transform on ${instance.name} has no price in @pictor/cost: summaries are without costs`,
          ]
        : [],
  };
}

function rateOf(region: string, instanceType: string): InstanceRate | undefined {
  // Types of bare metal have no dimension.
  if (!/^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceType)) return undefined;
  const price = priceOf(region, instanceDimension("batch-transform", instanceType));
  const [tier] = price?.tiers ?? [];
  return price === undefined || tier === undefined
    ? undefined
    : { usdPerHour: tier.usd, read: price.read };
}

function problemsOf(numbers: Readonly<Record<string, number>>): readonly string[] {
  const given = { ...numbers, "instances.count": numbers.instanceCount };
  const outside = Object.entries(ranges).flatMap(([name, [least, most]]) => {
    const value = given[name as keyof typeof given];
    return isToken(value) ||
      (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
      ? []
      : [`${name} must be a whole number from ${least} to ${most}, got ${value}`];
  });
  const { jobMinutes = 0, runMinutes = 0 } = numbers;
  return runMinutes > jobMinutes
    ? outside
    : [...outside, `runMinutes must be more than jobMinutes ${jobMinutes}, got ${runMinutes}`];
}
