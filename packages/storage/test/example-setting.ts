import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey, HardenedBucket } from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: place.region });
const given = new Construct(stack, "Given");
export const key: EncryptionKey = new EncryptionKey(given, "Key", {
  ...place,
  alias: "alias/given",
  description: "Everything that is given",
});
export const logs: HardenedBucket = new HardenedBucket(given, "Logs", {
  ...place,
  bucketName: "given-logs",
  encryption: { kind: "sse-s3" },
  accessLogs: { kind: "none", reason: "receives the others' logs" },
});
export const role: IamRole = new IamRole(given, "Role", {
  name: "example-model",
  assumeRolePolicy: "{}",
});
