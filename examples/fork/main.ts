import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktn/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/cdktn-api";
import { RealTimeEndpoint } from "@pictor/cdktn-inference";
import { Monitoring } from "@pictor/cdktn-monitoring";
import { InferenceNetwork } from "@pictor/cdktn-network";
import { ExistingModelStore } from "@pictor/cdktn-storage";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { App, TerraformOutput, TerraformStack } from "cdktn";

const place = { accountId: "123456789012", region: "eu-central-1" };
const encryptionKey = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};
const common = { ...place, encryptionKey, logRetentionDays: 30 };
const manifest = releaseManifestSchema.parse(JSON.parse(readFileSync("release.json", "utf8")));

const app = new App();
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

const network = new InferenceNetwork(stack, "Network", {
  ...place,
  name: "birds",
  vpc: { kind: "create", availabilityZones: ["eu-central-1a", "eu-central-1b"], ...common },
});
const endpoint = new RealTimeEndpoint(stack, "Endpoint", {
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
  network,
  instanceType: "ml.c6i.xlarge",
  instances: { min: 1, max: 2 },
  highAvailability: false,
  expectedPeakRps: 5,
  deployment: { kind: "allAtOnce", waitSeconds: 300 },
});
const predict = new PredictFunction(stack, "Predict", {
  ...common,
  functionName: "birds-predict",
  endpoints: [endpoint],
  network: { kind: "vpc", network },
  release: manifest.live,
  expectedPeakRps: 5,
});
const api = new ClassifierApi(stack, "Api", { ...common, name: "birds", predict });
new Monitoring(stack, "Monitoring", { ...place, name: "birds", encryptionKey }).watchApi("Api", {
  metrics: api.metrics,
});
new TerraformOutput(stack, "url", { value: api.url });

app.synth();
