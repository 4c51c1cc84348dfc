import type { EncryptionKeyReference } from "@pictor/contracts";
import type { TerraformStack } from "cdktf";
import type { InferenceNetwork, IsolatedVpc } from "../src";

/** What the `@example`s of the sources take for granted. */
export declare const stack: TerraformStack;
export declare const key: EncryptionKeyReference;
export declare const network: InferenceNetwork;
export declare const vpc: IsolatedVpc;
