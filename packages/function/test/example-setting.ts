import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { EncryptionKeyReference } from "@pictor/contracts";
import type { TerraformStack } from "cdktf";
import type { LambdaAsset } from "../src";

/** What the `@example`s of the sources take for granted. */
export declare const stack: TerraformStack;
export declare const encryptionKey: EncryptionKeyReference;
export declare const bucket: { grantRead(role: IamRole): void };
export declare const code: LambdaAsset;
