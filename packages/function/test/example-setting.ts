import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { LambdaAsset } from "../src";

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: "eu-central-1" });
const given = new Construct(stack, "Given");
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
export const bucket: { grantRead(role: IamRole): void } = {
  grantRead: ({ name }) => {
    const Resource = "arn:aws:s3:::example/*";
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    new IamRolePolicy(given, "Read", { role: name, policy });
  },
};

/** Any file will do: no example is applied. */
export const code: LambdaAsset = { path: __filename, hash: "1234" };
