import type { CapacityPolicy } from "@pictor/capacity";
import type { EncryptionKeyReference, MetricDescription } from "@pictor/contracts";
import type { TerraformStack } from "cdktf";
import type { ControlledEndpoint, FollowingEndpoint } from "../src";

/** What the `@example`s of the sources take for granted. */
export declare const stack: TerraformStack;
export declare const encryptionKey: EncryptionKeyReference;
export declare const realTime: ControlledEndpoint;
export declare const serverless: FollowingEndpoint;
export declare const policy: CapacityPolicy;
export declare const requests: MetricDescription;
