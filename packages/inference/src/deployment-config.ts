import type {
  SagemakerEndpointDeploymentConfig,
  SagemakerEndpointDeploymentConfigBlueGreenUpdatePolicy,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { type DeploymentPolicy, longestUpdateSeconds } from "./deployment-policy";

/** A deployment policy in the provider's words. The alarms are always there: see the table that they come from. */
export function deploymentConfig(
  policy: DeploymentPolicy,
  alarmNames: readonly string[],
): SagemakerEndpointDeploymentConfig {
  return {
    autoRollbackConfiguration: { alarms: alarmNames.map((alarmName) => ({ alarmName })) },
    ...(policy.kind === "rolling"
      ? {
          rollingUpdatePolicy: {
            maximumBatchSize: percent(policy.batchPercent),
            waitIntervalInSeconds: policy.waitSeconds,
            maximumExecutionTimeoutInSeconds: longestUpdateSeconds,
          },
        }
      : { blueGreenUpdatePolicy: blueGreen(policy) }),
  };
}

function blueGreen(
  policy: Exclude<DeploymentPolicy, { kind: "rolling" }>,
): SagemakerEndpointDeploymentConfigBlueGreenUpdatePolicy {
  return {
    terminationWaitInSeconds: policy.terminationWaitSeconds ?? 0,
    maximumExecutionTimeoutInSeconds: longestUpdateSeconds,
    trafficRoutingConfiguration: {
      type: { allAtOnce: "ALL_AT_ONCE", canary: "CANARY", linear: "LINEAR" }[policy.kind],
      waitIntervalInSeconds: policy.waitSeconds,
      ...(policy.kind === "canary" && { canarySize: percent(policy.canaryPercent) }),
      ...(policy.kind === "linear" && { linearStepSize: percent(policy.stepPercent) }),
    },
  };
}

function percent(value: number): { type: string; value: number } {
  return { type: "CAPACITY_PERCENT", value };
}
