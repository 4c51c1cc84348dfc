import {
  type InstanceTypeChoice,
  instanceTypeOf,
  isToken,
  type NamedInstanceType,
} from "@pictor/contracts";
import type { InstanceRate } from "@pictor/contracts/batch";
import { instanceDimension, priceOf } from "@pictor/cost";

/** Instances of a training job. */
export interface TrainingInstances {
  /** Type by its name, or described where `@pictor/contracts` has no row of it. */
  readonly type: InstanceTypeChoice;
  /** From 1 to 20; several need a `program` of your own. Traffic between them is encrypted. @default 1 */
  readonly count?: number;
  /** Size of each instance's volume in GB, from 1 to 16,384. @default 50 */
  readonly volumeSizeGb?: number;
}

/** Times of a training job. */
export interface TrainingTimes {
  /** Minutes that the job may train, from 1 to 40,320 (28 days). @default 240 */
  readonly maxRuntimeMinutes?: number;
  /**
   * Minutes that the job may take with its waits for spot capacity, at least `maxRuntimeMinutes`.
   *
   * @default - twice `maxRuntimeMinutes`, 28 days at most
   */
  readonly maxWaitMinutes?: number;
}

/** A training job as it is built. */
export interface TrainingPlan {
  readonly instance: NamedInstanceType;
  readonly instanceCount: number;
  readonly volumeSizeGb: number;
  readonly maxRuntimeMinutes: number;
  readonly maxWaitMinutes: number;
  /** On demand: Managed Spot is billed by fewer seconds, not by another price. Absent where the type has none. */
  readonly rate: InstanceRate | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html (read 2026-11) */
const longestMinutes = 28 * 24 * 60;

const ranges = {
  "instances.count": [1, 20],
  "instances.volumeSizeGb": [1, 16_384],
  maxRuntimeMinutes: [1, longestMinutes],
  maxWaitMinutes: [1, longestMinutes],
} as const;

/**
 * Computes the numbers of training jobs.
 *
 * @throws Error where the instance type is neither in the table nor described
 */
export function planTraining(
  region: string,
  instances: TrainingInstances,
  times: TrainingTimes,
): TrainingPlan {
  const instance = instanceTypeOf(instances.type);
  const { count = 1, volumeSizeGb = 50 } = instances;
  const { maxRuntimeMinutes = 240 } = times;
  const maxWaitMinutes = times.maxWaitMinutes ?? Math.min(longestMinutes, 2 * maxRuntimeMinutes);
  const rate = isToken(region) ? undefined : rateOf(region, instance.name);
  return {
    instance,
    instanceCount: count,
    volumeSizeGb,
    maxRuntimeMinutes,
    maxWaitMinutes,
    rate,
    problems: problemsOf({
      "instances.count": count,
      "instances.volumeSizeGb": volumeSizeGb,
      maxRuntimeMinutes,
      maxWaitMinutes,
    }),
    warnings:
      rate === undefined
        ? [`training on ${instance.name} has no price in @pictor/cost: summaries are without costs`]
        : [],
  };
}

function rateOf(region: string, instanceType: string): InstanceRate | undefined {
  // Types of bare metal have no dimension.
  if (!/^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceType)) return undefined;
  const price = priceOf(region, instanceDimension("training", instanceType));
  const [tier] = price?.tiers ?? [];
  return price === undefined || tier === undefined
    ? undefined
    : { usdPerHour: tier.usd, read: price.read };
}

function problemsOf(given: Readonly<Record<keyof typeof ranges, number>>): readonly string[] {
  const outside = Object.entries(ranges).flatMap(([name, [least, most]]) => {
    const value = given[name as keyof typeof ranges];
    return !isToken(value) && Number.isInteger(value) && value >= least && value <= most
      ? []
      : [
          `${name} must be a literal, a whole number from ${least} to ${most}, got ${isToken(value) ? "a token" : value}`,
        ];
  });
  const { maxRuntimeMinutes, maxWaitMinutes } = given;
  return isToken(maxWaitMinutes) ||
    isToken(maxRuntimeMinutes) ||
    maxWaitMinutes >= maxRuntimeMinutes
    ? outside
    : [
        ...outside,
        `maxWaitMinutes must be at least maxRuntimeMinutes ${maxRuntimeMinutes}, got ${maxWaitMinutes}: SageMaker counts waiting for spot capacity and training together`,
      ];
}
