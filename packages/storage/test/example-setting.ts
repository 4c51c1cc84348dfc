import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformStack } from "cdktf";
import type { EncryptionKey, HardenedBucket } from "../src";

/** What the `@example`s of the sources take for granted. */
export declare const stack: TerraformStack;
export declare const key: EncryptionKey;
export declare const logs: HardenedBucket;
export declare const role: IamRole;
