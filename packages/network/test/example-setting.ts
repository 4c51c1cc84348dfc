import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { InferenceNetwork, type IsolatedVpc } from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: place.region });
const given = new Construct(stack, "Given");
export const key: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const created = {
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  logRetentionDays: 30,
  encryptionKey: key,
} as const;
export const network: InferenceNetwork = new InferenceNetwork(given, "Network", {
  ...place,
  name: "given",
  vpc: { kind: "create", ...created },
});
export const vpc: IsolatedVpc = network.vpc as IsolatedVpc;
