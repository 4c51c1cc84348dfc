import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { names, type Place, type ReleaseManifest, serviceTrust } from "@pictor/contracts";
import {
  type DeploymentPolicy,
  type EndpointProps,
  type InstanceType,
  RealTimeEndpoint,
  ServerlessEndpoint,
} from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ExistingModelStore, StateBackend } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack, Token } from "cdktf";

/** What an endpoint's capacity is, as far as a test changes it. */
export type TestedCapacity =
  | {
      readonly kind: "realTime";
      readonly instanceType: InstanceType;
      readonly deployment: DeploymentPolicy;
      /** Whether the network's zones are given in the opposite order. */
      readonly reversed?: boolean;
    }
  | { readonly kind: "serverless" };

/** Synthesises the service stack of a place: an endpoint that scales, its network, its key and one caller. */
export function synthesiseEndpoint(
  place: Place,
  outdir: string,
  capacity: TestedCapacity,
  manifest: ReleaseManifest,
): void {
  const app = new App({ outdir });
  addEndpoint(new TerraformStack(app, names(place).stacks.service), place, capacity, manifest);
  app.synth();
}

function addEndpoint(
  stack: TerraformStack,
  place: Place,
  capacity: TestedCapacity,
  manifest: ReleaseManifest,
): void {
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
  const endpoint = createEndpoint(stack, place, capacity, {
    ...common,
    manifest,
    encryptionKey,
    endpointName: endpoints[capacity.kind],
    roleName: modelRoles[capacity.kind],
    modelStore: new ExistingModelStore(stack, "Models", {
      ...common,
      bucketName: modelBucket,
      readerRoleNames: Object.values(modelRoles),
      deployRoleName: deployRole,
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    }),
    logRetentionDays: 1,
  });
  const caller = new IamRole(stack, "Caller", {
    name: `pictor-${place.environment}-caller`,
    assumeRolePolicy: serviceTrust("lambda.amazonaws.com", accountId),
  });
  endpoint.grantInvoke(caller);
  new TerraformOutput(stack, "endpoints", {
    value: Token.asAny([endpoint.description.deployed]),
    staticId: true,
  });
}

const office = {
  name: "Office",
  begins: "cron(0 8 ? * MON-FRI *)",
  ends: "cron(0 18 ? * MON-FRI *)",
};

function createEndpoint(
  stack: TerraformStack,
  { accountId, environment, region }: Place,
  capacity: TestedCapacity,
  props: EndpointProps,
): RealTimeEndpoint | ServerlessEndpoint {
  if (capacity.kind === "serverless") {
    return new ServerlessEndpoint(stack, "Endpoint", {
      ...props,
      memorySizeMb: 2048,
      maxConcurrency: 5,
      acceptsPublicEgress: true,
      provisionedConcurrency: { count: 1, schedules: [{ ...office, min: 2 }] },
    });
  }
  const { reversed = false, ...size } = capacity;
  const zones = [`${region}a`, `${region}b`];
  const network = new InferenceNetwork(stack, "Network", {
    accountId,
    region,
    name: `pictor-${environment}`,
    vpc: {
      kind: "create",
      availabilityZones: reversed ? zones.reverse() : zones,
      logRetentionDays: 1,
      encryptionKey: props.encryptionKey,
    },
  });
  return new RealTimeEndpoint(stack, "Endpoint", {
    ...props,
    ...size,
    network,
    instances: { min: 2, max: 4 },
    highAvailability: true,
    expectedPeakRps: 1,
    scaling: { kind: "invocations" },
    schedules: [{ ...office, min: 3 }],
  });
}
