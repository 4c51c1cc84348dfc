import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { names, type Place, type Release, type TargetKind } from "@pictor/contracts";
import { RealTimeEndpoint, ServerlessEndpoint } from "@pictor/inference";
import { Monitoring } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ExistingModelStore } from "@pictor/storage";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { staging } from "../environments/staging";
import { type CapacityEndpoint, watch } from "../src/watch";

/** A whole service to be synthesised. */
export interface WatchedServiceOptions {
  readonly outdir: string;
  readonly release: Release;
  /** Its endpoints, in order of preference. */
  readonly kinds: readonly TargetKind[];
}

const instances = { min: 2, max: 4 };
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
    encryptionKey,
    bucketName: named.modelBucket,
    readerRoleNames: Object.values(named.modelRoles),
    deployRoleName: named.deployRole,
  });
  const endpoints = options.kinds.map((kind): CapacityEndpoint => {
    const props = {
      ...common,
      manifest,
      modelStore,
      endpointName: named.endpoints[kind],
      roleName: named.modelRoles[kind],
    };
    if (kind === "serverless") {
      const capacity = {
        kind,
        memorySizeMb: 2048,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
      } as const;
      const endpoint = new ServerlessEndpoint(stack, "Serverless", { ...props, ...capacity });
      return { id: "Serverless", endpoint, capacity };
    }
    const capacity = {
      kind,
      instanceType: "ml.m5.xlarge",
      instances,
      highAvailability: true,
      deployment: { kind: "allAtOnce", waitSeconds: 180 },
    } as const;
    const endpoint = new RealTimeEndpoint(stack, "RealTime", {
      ...props,
      ...capacity,
      network,
      expectedPeakRps: 1,
    });
    return { id: "RealTime", endpoint, capacity };
  });
  const targets = endpoints.map(({ endpoint }) => endpoint);
  const predict = new PredictFunction(stack, "Predict", {
    ...common,
    functionName: named.predictFunction,
    endpoints: targets as [(typeof targets)[number]],
    network: { kind: "vpc", network },
    release: options.release,
    expectedPeakRps: expectedPeakRps.function,
  });
  const api = new ClassifierApi(stack, "Api", { ...common, name: named.api, predict });
  watch(
    new Monitoring(stack, "Monitoring", {
      accountId,
      region,
      encryptionKey,
      name: named.monitoring,
    }),
    { api, predict, endpoints, network },
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
