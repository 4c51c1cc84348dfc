import type { EncryptionKeyReference } from "@pictor/contracts";
import type { TerraformStack } from "cdktf";
import type { JobStore, JobTopic, TransformModel } from "../src";

/** What the `@example`s of the sources take for granted. */
export declare const stack: TerraformStack;
export declare const encryptionKey: EncryptionKeyReference;
export declare const model: TransformModel;
export declare const store: JobStore;
export declare const topic: JobTopic;
