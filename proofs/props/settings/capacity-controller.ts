import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { CapacityPolicy } from "@pictor/capacity";
import {
  CapacityController,
  type CapacityControllerProps,
  type ControlledEndpoint,
} from "@pictor/capacity-controller";
import { metricsOf } from "@pictor/contracts";
import type { TerraformStack } from "cdktf";
import {
  encryptionKey,
  logRetentionDays,
  place,
  type Setting,
  type Settings,
  today,
} from "./setting";

type Deployment = ControlledEndpoint["spec"]["deployment"];

const policy: CapacityPolicy = {
  outAfterMinutes: { cost: 31, capacity: 13, latency: 17 },
  inAfterMinutes: 19,
  inBelow: 0.71,
  minimumDwellMinutes: { realTime: 23, serverless: 29 },
  provisioningMinutes: 11,
  backOffMinutes: { first: 37, most: 241 },
  schedule: {
    timeZone: "Australia/Perth",
    windows: [
      { days: ["mon", "wed"], from: "08:05", to: "18:35" },
      { days: ["sat"], from: "10:15", to: "12:45" },
    ],
  },
  anticipate: { weeks: 7, agree: 5, horizonMinutes: 95, timeZone: "Australia/Darwin" },
  warm: { kind: "none" },
  thresholds: [
    { kind: "cost", rps: 4.9371, arithmetic: "a galah's cost" },
    { kind: "capacity", rps: 139.53, arithmetic: "a galah's capacity" },
    { kind: "latency", rps: 0.1234, arithmetic: "a galah's latency" },
  ],
  prices: {
    serverlessUsdPerRequest: 0.000016253,
    realTimeUsdPerRequest: 0.000004817,
    instanceUsdPerHour: 0.1021,
    plannedRps: 3.571,
    throughputRps: 7.193,
    minInstances: 3,
    maxInstances: 7,
  },
  serverless: { latencyMs: 143, maxConcurrency: 47 },
};

const rollback: Deployment["AutoRollbackConfiguration"] = {
  Alarms: [{ AlarmName: "bilby-errors" }, { AlarmName: "bilby-latency" }],
};
const blueGreen = (
  routing: Pick<
    NonNullable<Deployment["BlueGreenUpdatePolicy"]>["TrafficRoutingConfiguration"],
    "CanarySize" | "LinearStepSize" | "Type"
  >,
): Deployment => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { ...routing, WaitIntervalInSeconds: 307 },
    TerminationWaitInSeconds: 67,
    MaximumExecutionTimeoutInSeconds: 3001,
  },
  AutoRollbackConfiguration: rollback,
});
const canary = blueGreen({ Type: "CANARY", CanarySize: { Type: "CAPACITY_PERCENT", Value: 43 } });
const linear = blueGreen({
  Type: "LINEAR",
  LinearStepSize: { Type: "CAPACITY_PERCENT", Value: 27 },
});
const rolling: Deployment = {
  RollingUpdatePolicy: {
    MaximumBatchSize: { Type: "CAPACITY_PERCENT", Value: 41 },
    WaitIntervalInSeconds: 311,
    MaximumExecutionTimeoutInSeconds: 3011,
  },
  AutoRollbackConfiguration: rollback,
};

function propsOf(
  stack: TerraformStack,
  deployment: Deployment,
  warm: CapacityPolicy["warm"],
): CapacityControllerProps {
  const [live, previous, serverlessLive, serverlessPrevious] = [
    "bilby-live",
    "bilby-previous",
    "quoll-live",
    "quoll-previous",
  ].map(
    (name) =>
      new SagemakerEndpointConfiguration(stack, name, {
        name,
        productionVariants: [{ variantName: "Burrow", modelName: "marsupial" }],
        lifecycle: { createBeforeDestroy: true },
      }),
  ) as [
    SagemakerEndpointConfiguration,
    SagemakerEndpointConfiguration,
    SagemakerEndpointConfiguration,
    SagemakerEndpointConfiguration,
  ];
  return {
    ...place,
    functionName: "numbat-function",
    parameters: { spec: "/numbat/spec", state: "/numbat/state", pin: "/numbat/pin" },
    realTime: {
      target: { name: "bilby-endpoint", kind: "realTime" },
      spec: {
        variant: "Burrow",
        live: { configuration: "bilby-live", release: "a".repeat(64) },
        previous: { configuration: "bilby-previous", release: "b".repeat(64) },
        scaling: {
          min: 3,
          max: 9,
          tracking: {
            metric: "SageMakerVariantInvocationsPerInstance",
            target: 113,
            scaleInCooldownSeconds: 419,
            scaleOutCooldownSeconds: 33,
          },
          // Sorted by name, as the spec is: a name that is a token comes first, and so stays in its place.
          schedules: [
            {
              ...{ name: "Evenings", schedule: "cron(0 19 ? * MON-FRI *)" },
              ...{ timezone: "Australia/Perth", min: 4, max: 6 },
            },
            {
              ...{ name: "Mornings", schedule: "cron(0 7 ? * MON-FRI *)" },
              ...{ timezone: "Australia/Perth", min: 5, max: 8 },
            },
          ],
        },
        deployment,
      },
      before: ["first", "second"].map(
        (name) => new CloudwatchLogGroup(stack, `${name}-logs`, { name: `${name}-logs` }),
      ),
      configurations: [live, previous],
    },
    serverless: {
      target: { name: "quoll-endpoint", kind: "serverless" },
      resource: new SagemakerEndpoint(stack, "Quoll", {
        name: "quoll-endpoint",
        endpointConfigName: serverlessLive.name,
        lifecycle: { ignoreChanges: ["endpoint_config_name"] },
      }),
      generations: [serverlessLive, serverlessPrevious].map((configuration) => ({ configuration })),
    },
    policy: { ...policy, warm },
    requests: metricsOf("Birds", { Kind: "galah" })("Landings", "Count"),
    tags: { Mob: "roos" },
    encryptionKey,
    logRetentionDays,
    protected: true,
    topic: {
      arn: "arn:aws:sns:eu-central-1:271828182845:kookaburra",
      grantPublish: () => undefined,
    },
    today,
  };
}

const controller =
  (deployment: Deployment, warm: CapacityPolicy["warm"]): Setting =>
  (stack, change) => {
    new CapacityController(stack, "Subject", change(propsOf(stack, deployment, warm)));
  };

export const capacityControllerSettings: Settings = {
  CapacityController: [
    controller(canary, { kind: "none" }),
    controller(linear, { kind: "ping", everyMinutes: 3 }),
    controller(rolling, { kind: "provisioned", count: 53 }),
  ],
};
