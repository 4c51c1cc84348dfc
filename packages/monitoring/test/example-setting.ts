import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type EncryptionKeyReference, metricsOf } from "@pictor/contracts";
import { App, TerraformStack } from "cdktf";
import type { WatchedFunction } from "../src";

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: "eu-central-1" });
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const ofFunction = metricsOf("AWS/Lambda", { FunctionName: "pictures-predict" });
export const predict: WatchedFunction = {
  timeoutMs: 28_000,
  metrics: {
    invocations: ofFunction("Invocations", "Count"),
    errors: ofFunction("Errors", "Count"),
    throttles: ofFunction("Throttles", "Count"),
    duration: ofFunction("Duration", "Milliseconds"),
    concurrentExecutions: ofFunction("ConcurrentExecutions", "Count"),
  },
};
