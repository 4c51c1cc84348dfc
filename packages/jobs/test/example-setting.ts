import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { EncryptionKeyReference, Release } from "@pictor/contracts";
import {
  ExistingModelStore,
  ExistingPayloadStore,
  type ModelStoreReference,
} from "@pictor/storage";
import { releaseOf } from "@pictor/testing";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { JobStore, JobTopic, TransformModel } from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: place.region });
const given = new Construct(stack, "Given");
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const role = new IamRole(given, "Role", { name: "pictures-model-batch", assumeRolePolicy: "{}" });
export const model: TransformModel = { name: "pictures-1a2b3c4d", role };
export const store: JobStore = new ExistingPayloadStore(given, "Payloads", {
  ...place,
  bucketName: "example-payloads",
  encryptionKey,
});
export const topic: JobTopic = {
  arn: "arn:aws:sns:eu-central-1:123456789012:pictures-jobs",
  grantPublish: () => undefined,
};
export const release: Release = releaseOf("1");
export const modelStore: ModelStoreReference = new ExistingModelStore(given, "Models", {
  ...place,
  bucketName: "example-models",
  readerRoleNames: ["pictures-model-batch"],
  deployRoleName: "example-deploy",
  encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
});
