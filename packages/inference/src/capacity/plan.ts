import {
  type InstanceTypeChoice,
  instanceTypeOf,
  isToken,
  literalProblems,
  type NamedInstanceType,
  type Release,
  throughputOf,
} from "@pictor/contracts";
import type { Container } from "../container/container-choice";
import {
  type DeploymentPolicy,
  deploymentProblems,
  instancesWhileUpdating,
} from "../deployment/deployment-policy";
import { rollbackAlarmSeconds } from "../deployment/rollback-alarm-table";
import { type ServingResources, servingResources } from "../release/model-environment";
import {
  type InstanceRange,
  initialInstances,
  instanceRangeProblems,
  judgePeak,
  type Load,
} from "./peak";
import { queueOf, queueProblems, queueWarnings } from "./queue";
import {
  buildableSchedules,
  type ScalingPolicy,
  type ScheduledMinimum,
  safetyFactorOf,
  scalingPolicyProblems,
  scheduleProblems,
  type TargetTracking,
  targetTracking,
} from "./scaling-policy";

/** Instances that an endpoint is to have, as its owner asks for them. */
export interface InstanceCapacity {
  /** A type of the table, by its name; another one described: `{ name, vCpus, memoryGiB }` and what differs from the defaults. */
  readonly instanceType: InstanceTypeChoice;
  /** Fewest and most instances; SageMaker tries to keep two and more in several zones. Equal: nothing scales. */
  readonly instances: InstanceRange;
  /** Whether the endpoint must survive the loss of an instance or of a zone: refuses fewer than 2 instances. */
  readonly highAvailability: boolean;
  /**
   * Disk of each instance in GB, 1 to 512: it holds `/opt/ml` and `/tmp`, not the container's image. Its price is a line
   * of the bill. An instance type with a disk of its own takes none.
   *
   * @default - SageMaker's own choice, whose size and price are not known beforehand
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html (what lies on the volume)
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html (bounds)
   */
  readonly volumeSizeGb?: number;
  /**
   * Requests that wait in an instance's model server for a worker, 1 to 1000; those beyond it are answered 503. Make it
   * the pictures that an instance answers in the three seconds of a call: what waits longer is refused by its deadline.
   * Each takes up to 4 MB, and together at most half of the instance's memory. The predict function's reserved
   * concurrency grows with it. Ray Serve's queue is part of its artefact and always 200.
   *
   * @default 200
   * @see https://github.com/pytorch/serve/blob/v0.12.0/docs/configuration.md (`job_queue_size`, read 2026-11)
   */
  readonly queueLength?: number;
  /** How traffic gets from one release to the next. */
  readonly deployment: DeploymentPolicy;
  /**
   * What makes instances come and go.
   *
   * @default { kind: "concurrency" }
   */
  readonly scaling?: ScalingPolicy;
  /**
   * Known peaks, for which instances are there before they come.
   *
   * @default - none
   */
  readonly schedules?: readonly ScheduledMinimum[];
}

/** Inputs of {@link planCapacity}. */
export interface CapacityInputs extends InstanceCapacity {
  /** Requests a second at the environment's peak: the most instances must carry it. */
  readonly expectedPeakRps: number;
  /** The release that serves: its calibration sizes the instances. */
  readonly release: Pick<Release, "calibration" | "format" | "layout">;
  /** The container of that release: its instances must have the hardware that it is built for. */
  readonly container: Pick<Container, "hardware" | "id">;
}

/** Numbers that a real-time endpoint is built from. */
export interface CapacityPlan {
  /** Instances that each update of the endpoint begins with. */
  readonly initial: number;
  /** Fewest and most instances. */
  readonly range: InstanceRange;
  /** Whether Application Auto Scaling changes the number of instances. */
  readonly scales: boolean;
  /** Policy that changes the number of instances; without {@link scales} nothing applies it. */
  readonly tracking: TargetTracking;
  /** Known peaks; none if a problem is that their names are invalid. */
  readonly schedules: readonly ScheduledMinimum[];
  /** Most instances at a time: while an update of the most that scaling makes runs. */
  readonly mostWhileUpdating: number;
  /** Workers, threads and queue of an instance's model server. */
  readonly serving: ServingResources;
  /** Requests that wait in an instance's model server: those of `serving`, or of a Ray Serve artefact. */
  readonly queue: number;
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Plans the instances of an endpoint.
 *
 * Only measured throughput refuses a peak; assumed throughput warns.
 */
export function planCapacity(inputs: CapacityInputs): CapacityPlan {
  const { deployment, expectedPeakRps, instances, schedules = [] } = inputs;
  const instanceType = instanceTypeOf(inputs.instanceType);
  const scaling = inputs.scaling ?? { kind: "concurrency" };
  const load: Load = {
    expectedPeakRps,
    throughput: throughputOf(inputs.release, inputs.instanceType),
    safetyFactor: safetyFactorOf(scaling),
  };
  const initial = initialInstances(instances, load);
  const scales = instances.max > instances.min || schedules.length > 0;
  const mostWhileUpdating = instancesWhileUpdating(deployment, instances.max);
  const { queueLength } = inputs;
  const serving = {
    ...servingResources(instanceType.physicalCores),
    ...(queueLength !== undefined && { queueLength }),
  };
  const plan = {
    initial,
    range: instances,
    scales,
    tracking: targetTracking(scaling, load.throughput, serving.workers),
    schedules: buildableSchedules(schedules),
    mostWhileUpdating,
    serving,
    queue: queueOf(inputs),
  };
  const tokens = literalProblems(
    { expectedPeakRps, instances, deployment, scaling, schedules, queueLength },
    "the number of instances is calculated from it",
  );
  // What was calculated with a token is no number: every other finding would be false.
  if (tokens.length > 0) return { ...plan, warnings: [], problems: tokens, notes: [] };
  const peak = peakFindings(inputs, load, instanceType);
  return {
    ...plan,
    warnings: [...peak.warnings, ...queueWarnings(inputs)],
    problems: [
      ...instanceRangeProblems(instances, inputs.highAvailability),
      ...(expectedPeakRps > 0 && Number.isFinite(expectedPeakRps)
        ? []
        : [`expectedPeakRps must be above 0 and finite, got ${expectedPeakRps}`]),
      ...scalingPolicyProblems(scaling),
      ...scheduleProblems(schedules, instances, "instances"),
      ...deploymentProblems(deployment, initial, rollbackAlarmSeconds),
      ...(scales ? burstableProblems(instanceType) : []),
      ...volumeProblems(inputs, instanceType),
      ...queueProblems(queueLength, instanceType),
      ...peak.problems,
      ...hardwareProblems(inputs, instanceType),
    ],
    notes: [
      `while a release is deployed there are up to ${mostWhileUpdating} instances: quota '${instanceType.name} for endpoint usage' must allow them`,
    ],
  };
}

function peakFindings(
  { instances }: CapacityInputs,
  load: Load,
  instanceType: NamedInstanceType,
): { readonly warnings: string[]; readonly problems: string[] } {
  const verdict = judgePeak(instances, load);
  const { calibrated, rps } = load.throughput;
  if (verdict.kind === "short") {
    return verdict.refuses
      ? { warnings: [], problems: [verdict.text] }
      : { warnings: [verdict.text], problems: [] };
  }
  return {
    problems: [],
    warnings: calibrated
      ? []
      : [
          `this release has no calibration on ${instanceType.name}: ${rps} requests/s are assumed for an instance; add a measured row to the release's calibration`,
        ],
  };
}

function burstableProblems({ burstable, name }: NamedInstanceType): string[] {
  return burstable
    ? [
        `${name} is burstable, and Application Auto Scaling takes no such endpoint: take another type, or make instances.min and instances.max equal without schedules`,
      ]
    : [];
}

function volumeProblems(
  { volumeSizeGb: size }: CapacityInputs,
  { name, storage }: NamedInstanceType,
): string[] {
  if (size === undefined) return [];
  if (storage === "nvme") {
    return [`${name} has a disk of its own and takes no volume: leave volumeSizeGb out`];
  }
  return isToken(size) || (Number.isInteger(size) && size >= 1 && size <= 512)
    ? []
    : [`volumeSizeGb must be a whole number from 1 to 512, got ${size}`];
}

function hardwareProblems(
  { container }: CapacityInputs,
  { accelerator, name }: NamedInstanceType,
): string[] {
  const available = accelerator === "none" ? "cpu" : accelerator;
  return container.hardware === available
    ? []
    : [
        `container '${container.id}' is built for ${container.hardware}, but instances of ${name} are for ${available}: choose another instance type or another container`,
      ];
}
