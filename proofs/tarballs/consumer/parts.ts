import {
  ClassifierApi,
  type ClassifierApiProps,
  PredictFunction,
  type PredictFunctionProps,
} from "@pictor/api";
import { type CapacityPolicy, planCapacityPolicy } from "@pictor/capacity";
import { CapacityController, type CapacityControllerProps } from "@pictor/capacity-controller";
import { type Release, type ReleaseManifest, releaseKey } from "@pictor/contracts";
import {
  ControlledRealTimeEndpoint,
  endpointMetrics,
  type InferenceEndpoint,
  RealTimeEndpoint,
  type RealTimeEndpointProps,
  ServerlessEndpoint,
} from "@pictor/inference";
import { Monitoring, type MonitoringProps } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { ExistingModelStore } from "@pictor/storage";
import { type TerraformStack, TerraformVariable } from "cdktf";

export const place = { accountId: "123456789012", region: "eu-central-1" };
export const encryptionKey = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};

const sha256 = "a".repeat(64);
export const live: Release = {
  sha256,
  size: 90_000_000,
  key: releaseKey(sha256),
  layout: "torchserve",
  container: "pytorch-2.6-cpu",
  format: "fp32",
  weightsSha256: "b".repeat(64),
  input: { width: 224, height: 224, mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  labels: { count: 10, sha256: "c".repeat(64) },
  compression: "gzip",
  smoke: { file: "smoke.png", index: 1 },
  calibration: [],
};
export const manifest: ReleaseManifest = { schema: 1, live };

export function numberOf(stack: TerraformStack, name = "number"): number {
  return new TerraformVariable(stack, name, { type: "number" }).numberValue;
}

export function listOf(stack: TerraformStack): string[] {
  return new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
}

export function textOf(stack: TerraformStack, name = "text"): string {
  return new TerraformVariable(stack, name, { type: "string" }).stringValue;
}

export function network(
  stack: TerraformStack,
  subnetIds = ["subnet-a1", "subnet-b2"],
): InferenceNetwork {
  return new InferenceNetwork(stack, "Network", {
    ...place,
    name: "birds",
    vpc: {
      kind: "existing",
      vpcId: "vpc-1",
      subnetIds,
      s3: { kind: "existing" },
      interfaces: { "sagemaker.runtime": { kind: "none" } },
    },
  });
}

export function models(stack: TerraformStack): ExistingModelStore {
  return new ExistingModelStore(stack, "Models", {
    ...place,
    bucketName: "their-models",
    readerRoleNames: [
      "birds-model",
      "birds-controlled-model",
      "birds-serverless-model",
      "birds-batch-model",
    ],
    deployRoleName: "ci",
    encryption: { kind: "sse-kms", key: encryptionKey },
  });
}

/** What endpoints need around them, once in a stack. */
export interface Ground {
  readonly modelStore: RealTimeEndpointProps["modelStore"];
  readonly network: RealTimeEndpointProps["network"];
}

export function groundOf(stack: TerraformStack): Ground {
  return { modelStore: models(stack), network: network(stack) };
}

const endpoint = { ...place, manifest, encryptionKey, logRetentionDays: 30, today: "2026-06-01" };
const onInstances = {
  instanceType: "ml.c6i.xlarge",
  instances: { min: 2, max: 6 },
  highAvailability: true,
  expectedPeakRps: 20,
  deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 },
} as const;

export function realTime(
  stack: TerraformStack,
  changes: Partial<RealTimeEndpointProps> = {},
): RealTimeEndpoint {
  return new RealTimeEndpoint(stack, "Endpoint", {
    ...endpoint,
    ...onInstances,
    endpointName: "birds",
    roleName: "birds-model",
    modelStore: changes.modelStore ?? models(stack),
    network: changes.network ?? network(stack),
    ...changes,
  });
}

/** A serverless endpoint that a controller moves to new releases. */
export function serverlessOf(
  stack: TerraformStack,
  id: string,
  { modelStore }: Ground,
  endpointName: string,
): ServerlessEndpoint {
  return new ServerlessEndpoint(stack, id, {
    ...endpoint,
    modelStore,
    endpointName,
    roleName: "birds-serverless-model",
    memorySizeMb: 3_072,
    maxConcurrency: 5,
    acceptsPublicEgress: true,
    controlled: true,
  });
}

/** When to switch, by the prices of a region whose prices are known. */
export function policyOf(): CapacityPolicy {
  const plan = planCapacityPolicy({
    region: "us-east-1",
    release: live,
    request: { imageBytes: 300_000 },
    realTime: { instanceType: "ml.c6i.xlarge", minInstances: 2, maxInstances: 6 },
    serverless: { memorySizeMb: 3_072, maxConcurrency: 5 },
    on: "2026-06-01",
  });
  if ("problems" in plan) throw new Error(plan.problems.join("; "));
  return plan.policy;
}

/** A serverless endpoint, and beside it one on instances while these pay. */
export function adaptive(
  stack: TerraformStack,
  changes: Partial<CapacityControllerProps> = {},
  ground: Ground = groundOf(stack),
): CapacityController {
  return new CapacityController(stack, "Controller", {
    ...place,
    functionName: "birds-capacity",
    parameters: {
      spec: "/birds/capacity/spec",
      state: "/birds/capacity/state",
      pin: "/birds/capacity/pin",
    },
    realTime: new ControlledRealTimeEndpoint(stack, "Controlled", {
      ...endpoint,
      ...onInstances,
      ...ground,
      endpointName: "birds-controlled",
      roleName: "birds-controlled-model",
    }),
    serverless: serverlessOf(stack, "Serverless", ground, "birds-serverless"),
    policy: policyOf(),
    requests: {
      namespace: "Birds",
      name: "Requests",
      dimensions: { service: "birds" },
      unit: "Count",
    },
    encryptionKey,
    logRetentionDays: 30,
    protected: true,
    today: "2026-06-01",
    ...changes,
  });
}

/** An endpoint that is not a construct of these packages. */
const theirs: InferenceEndpoint = {
  target: { name: "theirs", kind: "realTime", timeoutMs: 3_000 },
  metrics: endpointMetrics("realTime", "theirs"),
  size: {
    ...{ kind: "realTime", capacity: "ml.c6i.xlarge", minInstances: 2, maxInstances: 6 },
    ...{ vCpus: 4, workers: 2, queue: 100 },
  },
  grantInvoke: () => undefined,
};

export function predict(
  stack: TerraformStack,
  changes: Partial<PredictFunctionProps> = {},
): PredictFunction {
  return new PredictFunction(stack, "Predict", {
    ...place,
    encryptionKey,
    functionName: "birds-predict",
    endpoints: [theirs],
    network: { kind: "none" },
    logRetentionDays: 30,
    release: live,
    expectedPeakRps: 20,
    today: "2026-06-01",
    ...changes,
  });
}

export function api(
  stack: TerraformStack,
  changes: Partial<ClassifierApiProps> = {},
): ClassifierApi {
  return new ClassifierApi(stack, "Api", {
    ...place,
    name: "birds",
    predict: predict(stack),
    encryptionKey,
    logRetentionDays: 30,
    ...changes,
  });
}

export function monitoring(
  stack: TerraformStack,
  changes: Partial<MonitoringProps> = {},
): Monitoring {
  return new Monitoring(stack, "Monitoring", {
    ...place,
    name: "birds",
    encryptionKey,
    ...changes,
  });
}
