import type { Target } from "@pictor/contracts";
import type { InferenceEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { type Synthesised, synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import {
  ClassifierApi,
  type ClassifierApiProps,
  PredictFunction,
  type PredictFunctionProps,
} from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };
export const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
export const release: PredictFunctionProps["release"] = {
  sha256: "a".repeat(64),
  weightsSha256: "b".repeat(64),
  labels: { count: 10 },
  calibration: [],
};

/** What a test changes of the example. */
export interface Changes {
  readonly predict?: Partial<PredictFunctionProps>;
  readonly api?: Partial<ClassifierApiProps>;
  readonly vpc?: boolean;
  readonly targets?: readonly Partial<Target>[];
}

/** What a test asks about. */
export interface Parts {
  readonly api: ClassifierApi;
  readonly predict: PredictFunction;
  /** Who was let invoke which endpoint. */
  readonly granted: readonly string[];
}

/** An endpoint that some other construct of a user's own could be. */
function endpoint(granted: string[], changes: Partial<Target>): InferenceEndpoint {
  const target: Target = { name: "one", kind: "realTime", timeoutMs: 3_000, ...changes };
  const metric = { namespace: "n", name: "n", dimensions: {}, unit: "Count" } as const;
  return {
    target,
    metrics: {
      kind: "serverless",
      invocations: metric,
      clientErrors: metric,
      serverErrors: metric,
      modelLatency: metric,
      overheadLatency: metric,
      memoryUtilization: metric,
      modelSetupTime: metric,
      concurrentExecutionsUtilization: metric,
    },
    size: {
      ...{ kind: "realTime", capacity: "ml.m5.xlarge", minInstances: 1, maxInstances: 1 },
      ...{ vCpus: 4, workers: 2, queue: 100 },
    },
    grantInvoke: (role) => granted.push(`${target.name} to ${role.node.path}`),
  };
}

/** Puts the example into a stack: a function for one endpoint, and the API in front of it. */
export function addApi(stack: TerraformStack, changes: Changes = {}): Parts {
  const granted: string[] = [];
  const [first = {}, ...others] = changes.targets ?? [];
  const network = changes.vpc
    ? new InferenceNetwork(stack, "Network", {
        ...place,
        name: "pictor-test",
        vpc: {
          ...{ kind: "create", logRetentionDays: 1, encryptionKey },
          availabilityZones: ["eu-central-1a", "eu-central-1b"],
        },
      })
    : undefined;
  const predict = new PredictFunction(stack, "Predict", {
    ...place,
    encryptionKey,
    functionName: "pictor-test-predict",
    endpoints: [endpoint(granted, first), ...others.map((other) => endpoint(granted, other))],
    network: network === undefined ? { kind: "none" } : { kind: "vpc", network },
    logRetentionDays: 30,
    release,
    ...{ expectedPeakRps: 100, accountConcurrency: 1000 },
    today: "2026-01-01",
    ...changes.predict,
  });
  const api = new ClassifierApi(stack, "Api", {
    name: "pictor-test",
    region: place.region,
    predict,
    encryptionKey,
    logRetentionDays: 30,
    ...changes.api,
  });
  return { predict, api, granted };
}

/** The example, synthesised. */
export function build(changes: Changes = {}): Parts & { readonly out: Synthesised } {
  const parts: Parts[] = [];
  const out = synthesise((stack) => parts.push(addApi(stack, changes)));
  const [only] = parts;
  if (only === undefined) throw new Error("nothing was built");
  return { out, ...only };
}

/** What `cdktf` would print: of each level, every message. */
export function messages({ api, predict }: Partial<Parts>): readonly string[] {
  return [api, predict]
    .flatMap((construct) => construct ?? [])
    .flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
}
