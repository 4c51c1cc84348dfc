import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { EncryptionKeyReference, Release } from "@pictor/contracts";
import { ExistingEndpoint, type InferenceEndpoint } from "@pictor/inference";
import { releaseOf } from "@pictor/testing";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { PredictFunction } from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };

/** What the `@example`s of the sources take for granted. */
export const stack: TerraformStack = new TerraformStack(new App(), "example");
new AwsProvider(stack, "Aws", { region: place.region });
const given = new Construct(stack, "Given");
export const encryptionKey: EncryptionKeyReference = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
export const endpoint: InferenceEndpoint = new ExistingEndpoint(given, "Endpoint", {
  ...place,
  endpointName: "pictures",
  size: { kind: "serverless", capacity: "serverless-3072", maxConcurrency: 20 },
});
export const release: Release = releaseOf("1");
export const predict: PredictFunction = new PredictFunction(given, "Predict", {
  ...place,
  encryptionKey,
  functionName: "given-predict",
  endpoints: [endpoint],
  network: { kind: "none" },
  logRetentionDays: 30,
  release,
  expectedPeakRps: 5,
});
export const stage: ApiGatewayStage = new ApiGatewayStage(given, "Stage", {
  deploymentId: "1a2b3c",
  restApiId: "a1b2c3d4e5",
  stageName: "v1",
});
export const certificateArn: string =
  "arn:aws:acm:eu-central-1:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab";
