import {
  isToken,
  listProblems,
  literalProblems,
  printed,
  type Throughput,
} from "@pictor/contracts";
import { defaultSafetyFactor, type InstanceRange } from "./peak";

interface Cooldowns {
  /**
   * Seconds after one more instance was asked for until another is, 0 to 60: a peak does not wait.
   *
   * @default 60
   */
  readonly scaleOutCooldownSeconds?: number;
  /**
   * Seconds after an instance was given up until another is, at least 300: it takes minutes to come back.
   *
   * @default 300
   */
  readonly scaleInCooldownSeconds?: number;
}

/** What makes instances come and go. */
export type ScalingPolicy =
  | ({
      /** Requests under way at each model, every ten seconds: sees a peak some six times faster than the other. */
      readonly kind: "concurrency";
      /**
       * Requests under way on an instance that autoscaling aims at, above 0.
       *
       * @default - the workers of an instance: above it, requests wait for one another
       */
      readonly target?: number;
    } & Cooldowns)
  | ({
      /** Invocations of each instance in a minute. The target is computed from what an instance carries. */
      readonly kind: "invocations";
      /**
       * Share of its throughput at which an instance is to run, above 0 and at most 1.
       *
       * @default 0.5
       */
      readonly safetyFactor?: number;
    } & Cooldowns);

/** A known peak, for which instances are there before it comes. */
export interface ScheduledMinimum {
  /** Letters and digits, unique among the schedules. */
  readonly name: string;
  /** When it begins and ends, as Application Auto Scaling writes it: `cron(0 8 ? * MON-FRI *)`. */
  readonly begins: string;
  readonly ends: string;
  /**
   * IANA's name of the clock, for example `Europe/Berlin`.
   *
   * @default "UTC"
   */
  readonly timezone?: string;
  /** Fewest instances meanwhile. */
  readonly min: number;
}

/** A change of a range at a known time, as Application Auto Scaling's scheduled actions make it. */
export interface ScheduledRange extends InstanceRange {
  readonly name: string;
  readonly schedule: string;
  readonly timezone: string;
}

/** A target-tracking policy in Application Auto Scaling's words. */
export interface TargetTracking {
  readonly metric: string;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
}

/**
 * The policy as Application Auto Scaling takes it.
 *
 * For invocations the target is throughput × safety factor × 60, AWS's formula for a metric that counts by the minute.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html (formula, read 2026-11)
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
 */
export function targetTracking(
  policy: ScalingPolicy,
  throughput: Throughput,
  workers: number,
): TargetTracking {
  const cooldowns = {
    scaleOutCooldownSeconds: policy.scaleOutCooldownSeconds ?? 60,
    scaleInCooldownSeconds: policy.scaleInCooldownSeconds ?? 300,
  };
  switch (policy.kind) {
    case "concurrency":
      return {
        ...cooldowns,
        metric: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
        target: policy.target ?? workers,
      };
    case "invocations":
      return {
        ...cooldowns,
        metric: "SageMakerVariantInvocationsPerInstance",
        target: throughput.rps * safetyFactorOf(policy) * 60,
      };
  }
}

/** Share of its throughput at which an instance is to run under a policy. */
export function safetyFactorOf(policy: ScalingPolicy): number {
  return policy.kind === "invocations"
    ? (policy.safetyFactor ?? defaultSafetyFactor)
    : defaultSafetyFactor;
}

/** What is wrong with a policy. */
export function scalingPolicyProblems(policy: ScalingPolicy): string[] {
  const { scaleOutCooldownSeconds: out = 60, scaleInCooldownSeconds: back = 300 } = policy;
  const problems: string[] = [];
  if (!(Number.isInteger(out) && out >= 0 && out <= 60)) {
    problems.push(
      `scaling.scaleOutCooldownSeconds must be a whole number from 0 to 60, got ${out}`,
    );
  }
  if (!(Number.isInteger(back) && back >= 300)) {
    problems.push(
      `scaling.scaleInCooldownSeconds must be a whole number of at least 300, got ${back}`,
    );
  }
  if (policy.kind === "concurrency" && policy.target !== undefined && !(policy.target > 0)) {
    problems.push(`scaling.target must be above 0, got ${policy.target}`);
  }
  const factor = safetyFactorOf(policy);
  if (!(factor > 0 && factor <= 1)) {
    problems.push(`scaling.safetyFactor must be above 0 and at most 1, got ${factor}`);
  }
  return problems;
}

/** The beginnings and ends of known peaks of a range. */
export function scheduledRanges(
  schedules: readonly ScheduledMinimum[],
  { max, min }: InstanceRange,
): ScheduledRange[] {
  return schedules.flatMap(({ begins, ends, name, timezone = "UTC", ...peak }) => [
    { name: `${name}Begins`, schedule: begins, timezone, min: peak.min, max },
    { name: `${name}Ends`, schedule: ends, timezone, min, max },
  ]);
}

const scheduleForm = /^(cron\(\S+( \S+){5}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

/** Problems of the names of schedules, of which ids of constructs are made; empty if valid. */
export function scheduleNameProblems(schedules: readonly ScheduledMinimum[]): string[] {
  const list = listProblems("schedules", schedules);
  if (list.length > 0) return list;
  const names = schedules.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const prop = `schedules[${index}].name`;
    if (isToken(name)) {
      return literalProblems({ [prop]: name }, "scheduled actions are named after it");
    }
    return [
      ...(/^[A-Za-z][A-Za-z0-9]*$/.test(name)
        ? []
        : [`${prop} must be letters and digits, a letter first, got ${printed(name)}`]),
      ...(names.indexOf(name) === index
        ? []
        : [`schedules has the name ${printed(name)} more than once: give each its own`]),
    ];
  });
}

/** The schedules, if their names are valid; else none, since nothing can be built of them. */
export function buildableSchedules(
  schedules: readonly ScheduledMinimum[],
): readonly ScheduledMinimum[] {
  return scheduleNameProblems(schedules).length > 0 ? [] : schedules;
}

/** Problems of scheduled minima of a range, which has the name `range` in the caller's props; empty if valid. */
export function scheduleProblems(
  schedules: readonly ScheduledMinimum[],
  { min, max }: InstanceRange,
  range: string,
): string[] {
  const problemsOf = (schedule: ScheduledMinimum): string[] => {
    const at = `schedule ${printed(schedule.name)}`;
    const problems: string[] = [];
    for (const moment of ["begins", "ends"] as const) {
      if (scheduleForm.test(schedule[moment])) continue;
      problems.push(
        `${at} ${moment} ${printed(schedule[moment])}, which must be 'cron(…)' with six fields or 'at(yyyy-mm-ddThh:mm:ss)'`,
      );
    }
    if (!(Number.isInteger(schedule.min) && schedule.min >= min && schedule.min <= max)) {
      problems.push(`${at} must have a min within ${range}, ${min} to ${max}, got ${schedule.min}`);
    }
    return problems;
  };
  return [...scheduleNameProblems(schedules), ...schedules.flatMap(problemsOf)];
}
