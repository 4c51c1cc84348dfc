import { readFile } from "node:fs/promises";
// The provider has no "exports": an ECMAScript module names the file.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { ServerlessEndpoint } from "@pictor/inference";
import { Monitoring } from "@pictor/monitoring";
import { ExistingModelStore } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const encryptionKey = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};
const file = new URL("../release.json", import.meta.url);
const manifest = releaseManifestSchema.parse(JSON.parse(await readFile(file, "utf8")));

const app = new App();
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

const common = { ...place, encryptionKey, logRetentionDays: 30 };
const endpoint = new ServerlessEndpoint(stack, "Endpoint", {
  ...common,
  endpointName: "birds",
  roleName: "birds-model",
  manifest,
  modelStore: new ExistingModelStore(stack, "Models", {
    ...place,
    bucketName: "birds-models",
    readerRoleNames: ["birds-model"],
    deployRoleName: "ci",
    encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
  }),
  memorySizeMb: 3072,
  maxConcurrency: 5,
  acceptsPublicEgress: true,
});
const predict = new PredictFunction(stack, "Predict", {
  ...common,
  functionName: "birds-predict",
  endpoints: [endpoint],
  network: { kind: "none" },
  release: manifest.live,
  expectedPeakRps: 2,
});
const api = new ClassifierApi(stack, "Api", { ...common, name: "birds", predict });
new Monitoring(stack, "Monitoring", { ...place, name: "birds", encryptionKey }).watchApi("Api", {
  metrics: api.metrics,
});
new TerraformOutput(stack, "url", { value: api.url });

app.synth();
