import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { type CapacityPolicy, type CapacityRules, planCapacityPolicy } from "@pictor/capacity";
import { CapacityController } from "@pictor/capacity-controller";
import { names, type Place, type ReleaseManifest } from "@pictor/contracts";
import { staging, watch } from "@pictor/image-classifier";
import { ControlledRealTimeEndpoint, ServerlessEndpoint } from "@pictor/inference";
import { Monitoring } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ExistingModelStore } from "@pictor/storage";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** What an adaptive service is synthesised from, besides its place. */
export interface AdaptiveOptions {
  readonly outdir: string;
  readonly manifest: ReleaseManifest;
  /** Ids of the constructs around the controller, and its own. @default ["Controller"] */
  readonly controllerPath?: readonly [string, ...string[]];
}

/** Periods of minutes where an environment has a quarter of an hour. Everything else is as it is shipped. */
const rules: Partial<CapacityRules> = {
  outAfterMinutes: { cost: 2, capacity: 2, latency: 2 },
  inAfterMinutes: 3,
  minimumDwellMinutes: { realTime: 3, serverless: 2 },
  provisioningMinutes: 1,
  backOffMinutes: { first: 1, most: 4 },
};

const realTime = { instanceType: "ml.c5.large", instances: { min: 1, max: 2 } } as const;
const serverless = { memorySizeMb: 4096, maxConcurrency: 5 } as const;
const logRetentionDays = 1;

/** The policy of the service, and its thresholds in words. */
export function adaptivePolicy(
  { region }: Place,
  { live }: ReleaseManifest,
): { readonly policy: CapacityPolicy; readonly lines: readonly string[] } {
  const plan = planCapacityPolicy({
    region,
    release: live,
    request: { imageBytes: 300_000 },
    realTime: {
      instanceType: realTime.instanceType,
      minInstances: realTime.instances.min,
      maxInstances: realTime.instances.max,
    },
    serverless,
    rules,
  });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  return plan;
}

/** Synthesises a stack, named as its environment: an API over both endpoints, a controller of them, and their alarms. */
export function synthesiseAdaptive(place: Place, options: AdaptiveOptions): void {
  const app = new App({ outdir: options.outdir });
  addService(new TerraformStack(app, place.environment), place, options);
  app.synth();
}

function addService(
  stack: TerraformStack,
  place: Place,
  { controllerPath = ["Controller"], manifest, outdir }: AdaptiveOptions,
): void {
  const { accountId, environment, region } = place;
  const named = names(place);
  new LocalBackend(stack, { path: join(outdir, `${environment}.tfstate`) });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const encryptionKey = new EncryptionKey(stack, "Key", {
    ...{ accountId, region },
    alias: named.keyAlias,
    description: "A service of adaptive capacity",
    protected: false,
  });
  encryptionKey.allowLogs();
  const common = { accountId, region, encryptionKey, logRetentionDays };
  const network = new InferenceNetwork(stack, "Network", {
    ...{ accountId, region, name: named.monitoring },
    vpc: {
      kind: "create",
      availabilityZones: [`${region}a`, `${region}b`],
      ...{ logRetentionDays, encryptionKey },
    },
  });
  const modelStore = new ExistingModelStore(stack, "Models", {
    ...{ accountId, region },
    encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    bucketName: named.modelBucket,
    readerRoleNames: Object.values(named.modelRoles),
    deployRoleName: named.deployRole,
  });
  const endpointProps = { ...common, manifest, modelStore };
  const instances = new ControlledRealTimeEndpoint(stack, "RealTime", {
    ...{ ...endpointProps, ...realTime, network },
    endpointName: named.endpoints.realTime,
    roleName: named.modelRoles.realTime,
    highAvailability: false,
    expectedPeakRps: 1,
    deployment: { kind: "allAtOnce", waitSeconds: 180 },
  });
  const containers = new ServerlessEndpoint(stack, "Serverless", {
    ...{ ...endpointProps, ...serverless },
    endpointName: named.endpoints.serverless,
    roleName: named.modelRoles.serverless,
    acceptsPublicEgress: true,
    controlled: true,
  });
  const predict = new PredictFunction(stack, "Predict", {
    ...common,
    functionName: named.predictFunction,
    endpoints: [instances, containers],
    network: { kind: "vpc", network },
    release: manifest.live,
    expectedPeakRps: 5,
    accountConcurrency: 1000,
  });
  const api = new ClassifierApi(stack, "Api", { ...common, name: named.api, predict });
  const monitoring = new Monitoring(stack, "Monitoring", {
    ...{ accountId, region, encryptionKey },
    name: named.monitoring,
  });
  const outer = controllerPath.slice(0, -1);
  const scope = outer.reduce<Construct>((each, id) => new Construct(each, id), stack);
  const controller = new CapacityController(scope, controllerPath.at(-1) ?? "", {
    ...common,
    functionName: named.capacityFunction,
    parameters: named.capacityParameters,
    ...{ realTime: instances, serverless: containers },
    policy: adaptivePolicy(place, manifest).policy,
    requests: predict.routingMetrics.requests,
    tags: { Environment: environment },
    protected: false,
    topic: monitoring.topics.warning,
  });
  watch(
    monitoring,
    {
      ...{ api, predict, network },
      endpoints: [instances, containers].map(({ node, description }) => ({
        id: node.id,
        description,
      })),
    },
    staging,
    manifest,
  );
  monitoring.watchCapacity("Capacity", controller);
  new TerraformOutput(stack, "apiId", { value: api.apiId, staticId: true });
  new TerraformOutput(stack, "apiKeyId", { value: api.apiKeyId, staticId: true });
}
