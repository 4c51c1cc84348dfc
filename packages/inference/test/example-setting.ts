import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { EncryptionKeyReference, Release, ReleaseManifest } from "@pictor/contracts";
import { InferenceNetwork } from "@pictor/network";
import { ExistingModelStore, type ModelStoreReference } from "@pictor/storage";
import { manifestOf } from "@pictor/testing";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  ContainerImages,
  endpointMetrics,
  ModelRole,
  type ModelVpc,
  type RollbackAlarmsProps,
} from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: place.region });
const given = new Construct(stack, "Given");
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
export const manifest: ReleaseManifest = manifestOf("1");
export const release: Release = manifest.live;
export const modelStore: ModelStoreReference = new ExistingModelStore(given, "Models", {
  ...place,
  bucketName: "pictures-models",
  readerRoleNames: ["pictures-model", "birds-model"],
  deployRoleName: "pictures-deploy",
  encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
});
export const network: InferenceNetwork = new InferenceNetwork(given, "Network", {
  ...place,
  name: "pictures",
  vpc: {
    kind: "create",
    availabilityZones: ["eu-central-1a", "eu-central-1b"],
    logRetentionDays: 30,
    encryptionKey,
  },
});
const group = network.createSecurityGroup(given, "Group", "The model's containers");
export const vpc: ModelVpc = {
  kind: "vpc",
  subnetIds: network.subnetIds,
  subnetsSorted: network.subnetsSorted,
  subnetArns: network.subnetArns,
  securityGroupIds: [group.id],
};
export const repositoryArns: readonly string[] = [
  "arn:aws:ecr:eu-central-1:123456789012:repository/classifier",
];
export const role: ModelRole = new ModelRole(given, "Role", {
  ...place,
  roleName: "pictures-model",
  endpointName: "pictures",
  repositoryArns,
  modelStore,
  network: vpc,
});
export const images: ContainerImages = new ContainerImages(given, "Images", {
  region: place.region,
  own: {},
});
export const metrics: RollbackAlarmsProps["metrics"] = endpointMetrics("realTime", "pictures");
export const endpoint: SagemakerEndpoint = new SagemakerEndpoint(given, "Endpoint", {
  name: "pictures",
  endpointConfigName: "pictures-1a2b3c4d",
});
