import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { ExistingEndpoint } from "@pictor/inference";
import { App, TerraformOutput, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const encryptionKey = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};
const common = { ...place, encryptionKey, logRetentionDays: 30 };

const app = new App();
const stack = new TerraformStack(app, "birds-api");
new AwsProvider(stack, "Aws", { region: place.region });

// Another team made the endpoint, by its own means. What its container must answer is in the README of @pictor/api.
const endpoint = new ExistingEndpoint(stack, "Endpoint", {
  ...place,
  endpointName: "Birds-Prod",
  size: {
    kind: "realTime",
    capacity: "ml.c6i.xlarge",
    minInstances: 2,
    maxInstances: 6,
    vCpus: 4,
    workers: 2,
    queue: 100,
  },
});
const predict = new PredictFunction(stack, "Predict", {
  ...common,
  functionName: "birds-predict",
  endpoints: [endpoint],
  network: { kind: "none" },
  release: {
    sha256: "a".repeat(64),
    weightsSha256: "b".repeat(64),
    labels: { count: 1000 },
    calibration: [],
  },
  expectedPeakRps: 20,
});
const api = new ClassifierApi(stack, "Api", { ...common, name: "birds", predict });
new TerraformOutput(stack, "url", { value: api.url });

app.synth();
