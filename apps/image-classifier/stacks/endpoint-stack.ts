import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { names, type Place, type ReleaseManifest, serviceTrust } from "@pictor/contracts";
import { type InstanceType, RealTimeEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ExistingModelStore, StateBackend } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack } from "cdktf";

/** What changes in the life of an endpoint. */
export interface EndpointLife {
  readonly manifest: ReleaseManifest;
  readonly instanceType: InstanceType;
}

/** Synthesises the service stack of a place: an endpoint that scales, its network, its key and one caller. */
export function synthesiseEndpoint(place: Place, outdir: string, life: EndpointLife): void {
  const app = new App({ outdir });
  addEndpoint(new TerraformStack(app, names(place).stacks.service), place, life);
  app.synth();
}

function addEndpoint(stack: TerraformStack, place: Place, life: EndpointLife): void {
  const { accountId, region } = place;
  const { deployRole, endpoints, keyAlias, modelBucket, modelRoles, stateBucket } = names(place);
  const common = { accountId, region };
  new StateBackend(stack, { bucketName: stateBucket, region });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const encryptionKey = new EncryptionKey(stack, "Key", {
    ...common,
    alias: keyAlias,
    description: "The life of an endpoint",
    protected: false,
  });
  encryptionKey.allowLogs();
  const network = new InferenceNetwork(stack, "Network", {
    ...common,
    name: `pictor-${place.environment}`,
    vpc: {
      kind: "create",
      availabilityZones: [`${region}a`, `${region}b`],
      logRetentionDays: 1,
      encryptionKey,
    },
  });
  const endpoint = new RealTimeEndpoint(stack, "Endpoint", {
    ...common,
    ...life,
    encryptionKey,
    network,
    endpointName: endpoints.realTime,
    roleName: modelRoles.realTime,
    modelStore: new ExistingModelStore(stack, "Models", {
      ...common,
      bucketName: modelBucket,
      readerRoleNames: [modelRoles.realTime],
      deployRoleName: deployRole,
      encryptionKey,
    }),
    logRetentionDays: 1,
    instances: { min: 2, max: 4 },
    highAvailability: true,
    expectedPeakRps: 1,
    scaling: { kind: "invocations" },
    schedules: [
      {
        name: "Office",
        begins: "cron(0 8 ? * MON-FRI *)",
        ends: "cron(0 18 ? * MON-FRI *)",
        min: 3,
      },
    ],
    deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 180 },
  });
  const caller = new IamRole(stack, "Caller", {
    name: `pictor-${place.environment}-caller`,
    assumeRolePolicy: serviceTrust("lambda.amazonaws.com", accountId),
  });
  endpoint.grantInvoke(caller);
  new TerraformOutput(stack, "endpoints", { value: [endpoint.deployed], staticId: true });
}
