import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { Release, ReleaseManifest } from "@pictor/contracts";
import {
  ContainerImages,
  ControlledRealTimeEndpoint,
  type ControlledRealTimeEndpointProps,
  type EndpointProps,
  endpointMetrics,
  Generation,
  type GenerationProps,
  ImageModel,
  type ImageModelProps,
  ModelRole,
  type ModelRoleProps,
  type ModelVpc,
  RealTimeEndpoint,
  type RealTimeEndpointProps,
  RollbackAlarms,
  type RollbackAlarmsProps,
  ServerlessEndpoint,
  type ServerlessEndpointProps,
  VariantScaling,
  type VariantScalingProps,
} from "@pictor/inference";
import { releaseOf } from "@pictor/testing";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { networkOf } from "./network";
import { boundary, onInstances } from "./on-instances";
import {
  creating,
  encryptionKey,
  logRetentionDays,
  place,
  type Setting,
  type Settings,
  today,
} from "./setting";
import { modelStoreOf } from "./storage";

/** A release with every field, whose hashes are made of two digits. */
export function fullRelease(digit: string, weights: string, target: string): Release {
  return {
    ...releaseOf(digit),
    size: 95_000_017,
    weightsSha256: weights.repeat(64),
    input: { width: 211, height: 223, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    labels: { count: 997, sha256: "9".repeat(64) },
    measured: { accuracy: 0.761, agreement: 0.993, on: "galahs" },
    smoke: { file: "galah.png", index: 83 },
    calibration: [
      { target, rps: 41, p50Ms: 59, p99Ms: 109, date: "2026-04-03", on: "aws" },
      { target: "ml.c5.large", rps: 13, p50Ms: 61, p99Ms: 127, date: "2026-04-02", on: "aws" },
    ],
  };
}

const own = "possum-cpu";
const image = (digit: string) =>
  `271828182845.dkr.ecr.eu-central-1.amazonaws.com/possum@sha256:${digit.repeat(64)}`;

function commonOf(stack: TerraformStack, target: string): EndpointProps {
  const live = fullRelease("a", "b", target);
  const manifest: ReleaseManifest = {
    schema: 1,
    live: { ...live, container: own },
    previous: fullRelease("c", "d", target),
  };
  return {
    ...place,
    endpointName: "bilby-endpoint",
    roleName: "bilby-model",
    manifest,
    modelStore: modelStoreOf(stack, "bilby-model"),
    encryptionKey,
    logRetentionDays,
    containers: {
      [own]: { image: image("e"), layout: "torchserve", hardware: "cpu", endOfPatch: "2029-08-07" },
    },
    today,
  };
}

const schedules = [
  { name: "Mornings", begins: "cron(0 7 ? * MON-FRI *)", ends: "cron(0 9 ? * MON-FRI *)", min: 3 },
  {
    name: "Evenings",
    begins: "cron(0 19 ? * MON-FRI *)",
    ends: "cron(0 21 ? * MON-FRI *)",
    min: 3,
  },
].map((schedule) => ({ ...schedule, timezone: "Australia/Perth" }));

function realTimeOf(
  stack: TerraformStack,
  changes: Partial<RealTimeEndpointProps>,
): RealTimeEndpointProps {
  return {
    ...commonOf(stack, "ml.c5.xlarge"),
    network: networkOf(stack),
    instanceType: "ml.c5.xlarge",
    instances: { min: 2, max: 7 },
    highAvailability: true,
    expectedPeakRps: 43,
    deployment: {
      kind: "canary",
      canaryPercent: 11,
      waitSeconds: 307,
      terminationWaitSeconds: 67,
    },
    scaling: {
      kind: "concurrency",
      target: 3,
      scaleOutCooldownSeconds: 31,
      scaleInCooldownSeconds: 419,
    },
    schedules,
    ...changes,
  };
}

const realTime = (changes: Partial<RealTimeEndpointProps>): Setting =>
  creating(RealTimeEndpoint, (stack) => realTimeOf(stack, changes));

/** What the controller is to do leaves the stack as a value, not as a resource. */
const controlled =
  (changes: Partial<ControlledRealTimeEndpointProps>): Setting =>
  (stack, change) => {
    const props = change(realTimeOf(stack, changes));
    const { spec } = new ControlledRealTimeEndpoint(stack, "Subject", props);
    new TerraformOutput(stack, "Spec", { value: spec });
  };

const serverless = (changes: Partial<ServerlessEndpointProps>): Setting =>
  creating(
    ServerlessEndpoint,
    (stack): ServerlessEndpointProps => ({
      ...commonOf(stack, "serverless-3072"),
      memorySizeMb: 3072,
      maxConcurrency: 47,
      acceptsPublicEgress: true,
      provisionedConcurrency: { count: 2, schedules },
      ...changes,
    }),
  );

function modelNetworkOf(subnetsSorted: boolean): ModelVpc {
  const subnetIds = ["subnet-0c0c0c", "subnet-0d0d0d"];
  return {
    kind: "vpc",
    subnetIds,
    subnetsSorted,
    subnetArns: subnetIds.map((id) => `arn:aws:ec2:eu-central-1:271828182845:subnet/${id}`),
    securityGroupIds: ["sg-0e0e0e", "sg-0f0f0f"],
  };
}

function roleOf(network: ModelVpc, modelStore: ModelRoleProps["modelStore"]): ModelRoleProps {
  return {
    ...place,
    roleName: "bilby-model",
    endpointName: "bilby-endpoint",
    repositoryArns: ["possum", "quokka"].map(
      (name) => `arn:aws:ecr:eu-central-1:271828182845:repository/${name}`,
    ),
    modelStore,
    network,
    volumeKey: encryptionKey,
    rollbackAlarmArns: ["dingo", "emu"].map(
      (name) => `arn:aws:cloudwatch:eu-central-1:271828182845:alarm:${name}`,
    ),
  };
}

const model =
  (changes: Partial<ImageModelProps>): Setting =>
  (stack, change) => {
    const vpc = modelNetworkOf(false);
    const props: ImageModelProps = {
      region: place.region,
      endpointName: "bilby-endpoint",
      release: fullRelease("a", "b", "ml.c5.xlarge"),
      image: { uri: image("e") },
      bucketName: "potoroo-models",
      role: new ModelRole(stack, "Role", roleOf(vpc, modelStoreOf(stack, "bilby-model"))),
      network: vpc,
      resources: { workers: 7_919, threads: 7_907, queueLength: 7_901, kind: "realTime" },
      ...changes,
    };
    new ImageModel(stack, "Subject", change(props));
  };

function generationOf(stack: TerraformStack): GenerationProps {
  const network = modelNetworkOf(false);
  const { containers: own = {}, manifest, modelStore } = commonOf(stack, "ml.c5.xlarge");
  return {
    region: place.region,
    endpointName: "bilby-endpoint",
    release: manifest.live,
    modelStore: { bucketName: "potoroo-models" },
    images: new ContainerImages(stack, "Images", { region: place.region, own }),
    role: new ModelRole(stack, "Role", roleOf(network, modelStore)),
    network,
    resources: { workers: 7_919, threads: 7_907, queueLength: 7_901, kind: "realTime" },
    variant: { variantName: "AllTraffic", instanceType: "ml.c5.xlarge", initialInstanceCount: 2 },
    volumeKey: encryptionKey,
  };
}

const modelRole =
  (role: ModelRoleProps["role"]): Setting =>
  (stack, change) => {
    const props = roleOf(modelNetworkOf(true), modelStoreOf(stack, "bilby-model"));
    new ModelRole(stack, "Subject", change({ ...props, ...(role && { role }) }));
  };

export const inferenceSettings: Settings = {
  Generation: [
    (stack, change) => {
      new Generation(stack, "Subject", change(generationOf(stack)));
    },
  ],
  ImageModel: [model({}), model({ network: { kind: "none" } })],
  ModelRole: [
    modelRole(undefined),
    modelRole({ kind: "create", permissionsBoundaryArn: boundary }),
    modelRole({ kind: "existing", path: "/" }),
  ],
  RollbackAlarms: [
    (stack, change) => {
      const props: RollbackAlarmsProps = {
        target: { name: "bilby-endpoint", timeoutMs: 2_903 },
        metrics: endpointMetrics("realTime", "bilby"),
      };
      new RollbackAlarms(stack, "Subject", change(props));
    },
  ],
  RealTimeEndpoint: onInstances.map(realTime),
  ControlledRealTimeEndpoint: onInstances.map(controlled),
  ServerlessEndpoint: [
    serverless({}),
    serverless({ controlled: false, role: { kind: "existing", path: "/" } }),
    serverless({ role: { kind: "create", permissionsBoundaryArn: boundary } }),
  ],
  VariantScaling: [
    (stack, change) => {
      const endpoint = new SagemakerEndpoint(stack, "Endpoint", {
        endpointConfigName: "c",
        name: "e",
      });
      const props: VariantScalingProps = {
        endpoint,
        dimension: "sagemaker:variant:DesiredInstanceCount",
        range: { min: 2, max: 7 },
        tracking: {
          metric: "SageMakerVariantInvocationsPerInstance",
          target: 611,
          scaleOutCooldownSeconds: 31,
          scaleInCooldownSeconds: 419,
        },
        schedules,
      };
      new VariantScaling(stack, "Subject", change(props));
    },
  ],
};
