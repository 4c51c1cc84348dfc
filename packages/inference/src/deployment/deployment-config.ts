import { type DeploymentPolicy, longestUpdateSeconds } from "./deployment-policy";

/** The percentage of a fleet that a step takes. */
export interface CapacitySize {
  readonly Type: "CAPACITY_PERCENT";
  readonly Value: number;
}

/** A second fleet, and how traffic moves to it. */
export interface BlueGreenUpdatePolicy {
  readonly TrafficRoutingConfiguration: {
    readonly Type: "ALL_AT_ONCE" | "CANARY" | "LINEAR";
    readonly WaitIntervalInSeconds: number;
    readonly CanarySize?: CapacitySize;
    readonly LinearStepSize?: CapacitySize;
  };
  readonly TerminationWaitInSeconds: number;
  readonly MaximumExecutionTimeoutInSeconds: number;
}

/**
 * A `DeploymentConfig` of SageMaker's API: how an update goes, and the alarms that take it back.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html
 */
export interface UpdateDeployment {
  readonly BlueGreenUpdatePolicy?: BlueGreenUpdatePolicy;
  readonly RollingUpdatePolicy?: {
    readonly MaximumBatchSize: CapacitySize;
    readonly WaitIntervalInSeconds: number;
    readonly MaximumExecutionTimeoutInSeconds: number;
  };
  readonly AutoRollbackConfiguration: {
    readonly Alarms: readonly { readonly AlarmName: string }[];
  };
}

/** A deployment policy in the words of SageMaker's API. The alarms are always there: see the table that they come from. */
export function updateDeployment(
  policy: DeploymentPolicy,
  alarmNames: readonly string[],
): UpdateDeployment {
  return {
    AutoRollbackConfiguration: { Alarms: alarmNames.map((AlarmName) => ({ AlarmName })) },
    ...(policy.kind === "rolling"
      ? {
          RollingUpdatePolicy: {
            MaximumBatchSize: percent(policy.batchPercent),
            WaitIntervalInSeconds: policy.waitSeconds,
            MaximumExecutionTimeoutInSeconds: longestUpdateSeconds,
          },
        }
      : { BlueGreenUpdatePolicy: blueGreen(policy) }),
  };
}

/** {@link UpdateDeployment} in the provider's words, which differ in the case of the first letter only. */
export function deploymentConfig(
  policy: DeploymentPolicy,
  alarmNames: readonly string[],
): ProviderWords<UpdateDeployment> {
  return inProviderWords(updateDeployment(policy, alarmNames));
}

/** A value of an API with the names of its members as the provider writes them. */
export type ProviderWords<T> = T extends readonly (infer Item)[]
  ? ProviderWords<Item>[]
  : T extends object
    ? { [Name in keyof T as Uncapitalize<Name & string>]: ProviderWords<T[Name]> }
    : T;

function inProviderWords<T>(value: T): ProviderWords<T> {
  return (
    Array.isArray(value)
      ? value.map(inProviderWords)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [
              name.charAt(0).toLowerCase() + name.slice(1),
              inProviderWords(member),
            ]),
          )
        : value
  ) as ProviderWords<T>;
}

function blueGreen(policy: Exclude<DeploymentPolicy, { kind: "rolling" }>): BlueGreenUpdatePolicy {
  return {
    TerminationWaitInSeconds: policy.terminationWaitSeconds ?? 0,
    MaximumExecutionTimeoutInSeconds: longestUpdateSeconds,
    TrafficRoutingConfiguration: {
      Type: ({ allAtOnce: "ALL_AT_ONCE", canary: "CANARY", linear: "LINEAR" } as const)[
        policy.kind
      ],
      WaitIntervalInSeconds: policy.waitSeconds,
      ...(policy.kind === "canary" && { CanarySize: percent(policy.canaryPercent) }),
      ...(policy.kind === "linear" && { LinearStepSize: percent(policy.stepPercent) }),
    },
  };
}

function percent(Value: number): CapacitySize {
  return { Type: "CAPACITY_PERCENT", Value };
}
