/** How traffic gets from one release to the next. SageMaker watches the rollback alarms all the while. */
export type DeploymentPolicy =
  | ({
      /** A second fleet, and all traffic at once. The only way with a single instance. */
      readonly kind: "allAtOnce";
    } & BlueGreen)
  | ({
      /** A second fleet, a share of the traffic first, then the rest. */
      readonly kind: "canary";
      /** Share of the fleet that gets traffic first, 1 to 50 percent. */
      readonly canaryPercent: number;
    } & BlueGreen)
  | ({
      /** A second fleet, and equal shares of the traffic one after the other. */
      readonly kind: "linear";
      /** Share of the fleet that each step adds, 10 to 50 percent. */
      readonly stepPercent: number;
    } & BlueGreen)
  | {
      /** No second fleet: some instances at a time. Takes longest, and needs the least quota. */
      readonly kind: "rolling";
      /** Share of the fleet that each batch replaces, 5 to 50 percent. */
      readonly batchPercent: number;
      /** Seconds for which the alarms are watched after each batch, 0 to 3600. */
      readonly waitSeconds: number;
    };

/** A fleet beside the one that serves: while it lasts, the endpoint has twice its instances. */
interface BlueGreen {
  /** Seconds for which the alarms are watched after each step, 0 to 3600. */
  readonly waitSeconds: number;
  /**
   * Seconds for which the old fleet stays after the last step, 0 to 3600: a rollback is instant meanwhile.
   *
   * @default 0
   */
  readonly terminationWaitSeconds?: number;
}

/**
 * Seconds after which SageMaker itself gives an update up and rolls back. The provider gives up waiting after an hour;
 * it must never be the first.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/sagemaker/endpoint.go
 */
export const longestUpdateSeconds: number = 50 * 60;

/** Seconds that new instances may take, all at once, until they have passed their health check. */
export const provisioningSeconds: number = 10 * 60;

/** Shares that SageMaker takes, in percent of the fleet, by kind. */
const shares = { canary: [1, 50], linear: [10, 50], rolling: [5, 50] } as const;

/** Steps in which traffic moves. */
export function stepsOf(policy: DeploymentPolicy): number {
  switch (policy.kind) {
    case "allAtOnce":
      return 1;
    case "canary":
      return 2;
    case "linear":
      return Math.ceil(100 / policy.stepPercent);
    case "rolling":
      return Math.ceil(100 / policy.batchPercent);
  }
}

/** Seconds that an update may take if nothing goes wrong: provisioning, steps and waits. */
export function updateSeconds(policy: DeploymentPolicy): number {
  const steps = stepsOf(policy);
  return policy.kind === "rolling"
    ? steps * (provisioningSeconds + policy.waitSeconds)
    : provisioningSeconds + steps * policy.waitSeconds + (policy.terminationWaitSeconds ?? 0);
}

/** Most instances that exist while an update runs, of an endpoint that has `instances`. */
export function instancesWhileUpdating(policy: DeploymentPolicy, instances: number): number {
  return policy.kind === "rolling"
    ? instances + Math.ceil((instances * policy.batchPercent) / 100)
    : instances * 2;
}

/**
 * What is wrong with a policy.
 *
 * @param instances Instances that the endpoint begins with.
 * @param alarmSeconds Seconds that a rollback alarm needs to see a fault.
 */
export function deploymentProblems(
  policy: DeploymentPolicy,
  instances: number,
  alarmSeconds: number,
): string[] {
  return [
    ...shareProblems(policy, instances),
    ...waitProblems(policy, alarmSeconds),
    ...durationProblems(policy),
  ];
}

function shareProblems(policy: DeploymentPolicy, instances: number): string[] {
  if (policy.kind === "allAtOnce") return [];
  const [least, most] = shares[policy.kind];
  const name = { canary: "canaryPercent", linear: "stepPercent", rolling: "batchPercent" }[
    policy.kind
  ];
  const share = shareOf(policy);
  const problems =
    Number.isInteger(share) && share >= least && share <= most
      ? []
      : [`deployment.${name} must be a whole number from ${least} to ${most}, got ${share}`];
  return instances >= 2
    ? problems
    : [
        ...problems,
        `deployment of kind '${policy.kind}' moves at most half of the instances at a time and there is ${instances}: use kind 'allAtOnce'`,
      ];
}

function shareOf(policy: Exclude<DeploymentPolicy, { kind: "allAtOnce" }>): number {
  switch (policy.kind) {
    case "canary":
      return policy.canaryPercent;
    case "linear":
      return policy.stepPercent;
    case "rolling":
      return policy.batchPercent;
  }
}

function waitProblems(policy: DeploymentPolicy, alarmSeconds: number): string[] {
  const waits = {
    waitSeconds: policy.waitSeconds,
    ...(policy.kind !== "rolling" && {
      terminationWaitSeconds: policy.terminationWaitSeconds ?? 0,
    }),
  };
  const problems = Object.entries(waits)
    .filter(([, seconds]) => !(Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600))
    .map(
      ([name, seconds]) =>
        `deployment.${name} must be a whole number from 0 to 3600, got ${seconds}`,
    );
  return policy.waitSeconds >= alarmSeconds
    ? problems
    : [
        ...problems,
        `deployment.waitSeconds ${policy.waitSeconds} is too short: a rollback alarm needs ${alarmSeconds} s to see a fault`,
      ];
}

function durationProblems(policy: DeploymentPolicy): string[] {
  const seconds = updateSeconds(policy);
  if (!(seconds > longestUpdateSeconds)) return [];
  const provisioning =
    policy.kind === "rolling"
      ? `${stepsOf(policy)} batches of ${provisioningSeconds} s to provision`
      : `${provisioningSeconds} s to provision, ${stepsOf(policy)} step(s)`;
  return [
    `deployment takes up to ${Math.ceil(seconds / 60)} minutes (${provisioning}, and their waits), but Terraform stops waiting after 60: stay within ${longestUpdateSeconds / 60} by larger steps or shorter waits`,
  ];
}
