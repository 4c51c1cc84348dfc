import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { names, type Place, type Release, type TargetKind } from "@pictor/contracts";
import { staging, watch } from "@pictor/image-classifier";
import { RealTimeEndpoint, ServerlessEndpoint } from "@pictor/inference";
import { Monitoring } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ExistingModelStore } from "@pictor/storage";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";

/** A whole service to be synthesised. */
export interface WatchedServiceOptions {
  readonly outdir: string;
  readonly release: Release;
  /** Its endpoints, in order of preference. */
  readonly kinds: readonly TargetKind[];
}

const instances = { min: 2, max: 4 };
/** Leaves four requests at once to reserve: as many as a test can send. */
const smallAccount = 104;
/** The function is sized for requests that come at once, the alarm on many for a test's few. */
const expectedPeakRps = { function: 5, alarm: 0.06 };
const logRetentionDays = 30;

/** Synthesises a stack, named as its environment: a service with these endpoints, watched as every environment's is. */
export function synthesiseWatchedService(place: Place, options: WatchedServiceOptions): void {
  const app = new App({ outdir: options.outdir });
  addService(new TerraformStack(app, place.environment), place, options);
  app.synth();
}

function addService(stack: TerraformStack, place: Place, options: WatchedServiceOptions): void {
  const { environment, accountId, region } = place;
  const named = names(place);
  new LocalBackend(stack, { path: join(options.outdir, `${environment}.tfstate`) });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const encryptionKey = new EncryptionKey(stack, "Key", {
    accountId,
    region,
    alias: named.keyAlias,
    description: "A service that is watched",
    protected: false,
  });
  encryptionKey.allowLogs();
  const common = { accountId, region, encryptionKey, logRetentionDays };
  const network = new InferenceNetwork(stack, "Network", {
    accountId,
    region,
    name: named.monitoring,
    vpc: {
      kind: "create",
      availabilityZones: [`${region}a`, `${region}b`],
      logRetentionDays,
      encryptionKey,
    },
  });
  const manifest = { schema: 1, live: options.release } as const;
  const modelStore = new ExistingModelStore(stack, "Models", {
    accountId,
    region,
    encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    bucketName: named.modelBucket,
    readerRoleNames: Object.values(named.modelRoles),
    deployRoleName: named.deployRole,
  });
  const endpoints = options.kinds.map((kind) => {
    const props = {
      ...common,
      manifest,
      modelStore,
      endpointName: named.endpoints[kind],
      roleName: named.modelRoles[kind],
    };
    if (kind === "serverless") {
      return new ServerlessEndpoint(stack, "Serverless", {
        ...props,
        memorySizeMb: 2048,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
      });
    }
    return new RealTimeEndpoint(stack, "RealTime", {
      ...props,
      instanceType: "ml.m5.xlarge",
      instances,
      highAvailability: true,
      deployment: { kind: "allAtOnce", waitSeconds: 180 },
      network,
      expectedPeakRps: 1,
    });
  });
  const predict = new PredictFunction(stack, "Predict", {
    ...common,
    functionName: named.predictFunction,
    endpoints: endpoints as [(typeof endpoints)[number]],
    network: { kind: "vpc", network },
    release: options.release,
    expectedPeakRps: expectedPeakRps.function,
    accountConcurrency: options.kinds[0] === "realTime" ? smallAccount : 1000,
  });
  const api = new ClassifierApi(stack, "Api", { ...common, name: named.api, predict });
  watch(
    new Monitoring(stack, "Monitoring", {
      accountId,
      region,
      encryptionKey,
      name: named.monitoring,
    }),
    {
      api,
      predict,
      endpoints: endpoints.map(({ node, description }) => ({ id: node.id, description })),
      network,
    },
    {
      ...staging,
      expectedPeakRps: expectedPeakRps.alarm,
      monitoring: { ...staging.monitoring, leastRequestsPerMinute: 1 },
    },
    manifest,
  );
  new TerraformOutput(stack, "apiId", { value: api.apiId, staticId: true });
  new TerraformOutput(stack, "apiKeyId", { value: api.apiKeyId, staticId: true });
}
