import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { CapacityPolicy } from "@pictor/capacity";
import { type EncryptionKeyReference, type MetricDescription, metricsOf } from "@pictor/contracts";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { ControlledEndpoint, FollowingEndpoint } from "../src";

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: "eu-central-1" });
const given = new Construct(stack, "Given");
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

const configuration = (id: string, name: string) =>
  new SagemakerEndpointConfiguration(given, id, {
    name,
    productionVariants: [{ variantName: "AllTraffic", modelName: name }],
    lifecycle: { createBeforeDestroy: true },
  });
const onInstances = configuration("OnInstances", "pictures-real-time-1a2b3c4d");
const onDemand = configuration("OnDemand", "pictures-serverless-1a2b3c4d");
export const realTime: ControlledEndpoint = {
  target: { name: "pictures-real-time", kind: "realTime" },
  spec: {
    variant: "AllTraffic",
    live: { configuration: "pictures-real-time-1a2b3c4d", release: "1".repeat(64) },
    scaling: {
      min: 1,
      max: 4,
      tracking: {
        metric: "SageMakerVariantInvocationsPerInstance",
        target: 600,
        scaleInCooldownSeconds: 300,
        scaleOutCooldownSeconds: 30,
      },
      schedules: [],
    },
    deployment: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 0 },
        TerminationWaitInSeconds: 60,
        MaximumExecutionTimeoutInSeconds: 1800,
      },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: "pictures-errors" }] },
    },
  },
  before: [new CloudwatchLogGroup(given, "Logs", { name: "/aws/sagemaker/Endpoints/pictures" })],
  configurations: [onInstances],
};
export const serverless: FollowingEndpoint = {
  target: { name: "pictures-serverless", kind: "serverless" },
  resource: new SagemakerEndpoint(given, "Serverless", {
    name: "pictures-serverless",
    endpointConfigName: onDemand.name,
    lifecycle: { ignoreChanges: ["endpoint_config_name"] },
  }),
  generations: [{ configuration: onDemand }],
};
export const policy: CapacityPolicy = {
  outAfterMinutes: { cost: 30, capacity: 3, latency: 5 },
  inAfterMinutes: 30,
  inBelow: 0.7,
  minimumDwellMinutes: { realTime: 30, serverless: 10 },
  provisioningMinutes: 10,
  backOffMinutes: { first: 5, most: 60 },
  warm: { kind: "none" },
  thresholds: [{ kind: "cost", rps: 4.2, arithmetic: "instances cost less from 4.2 a second on" }],
  prices: {
    serverlessUsdPerRequest: 0.00002,
    realTimeUsdPerRequest: 0.000005,
    instanceUsdPerHour: 0.2,
    plannedRps: 4,
    throughputRps: 20,
    minInstances: 1,
    maxInstances: 4,
  },
  serverless: { latencyMs: 150, maxConcurrency: 20 },
};
export const requests: MetricDescription = metricsOf("AWS/ApiGateway", { ApiName: "pictures" })(
  "Count",
  "Count",
);
