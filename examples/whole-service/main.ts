import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { brandKey } from "@pictor/contracts";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { RealTimeEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, ModelStore } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const manifest = releaseManifestSchema.parse(JSON.parse(readFileSync("release.json", "utf8")));
const app = new App({ context: { [brandKey]: "acme" } });
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

const encryptionKey = new EncryptionKey(stack, "Key", {
  ...{ ...place, alias: "alias/birds", description: "Everything of birds" },
});
encryptionKey.allowLogs();
for (const service of ["sagemaker", "lambda"] as const) encryptionKey.allowGrants(service);
const common = { ...place, encryptionKey, logRetentionDays: 30 };
const zones = { availabilityZones: ["eu-central-1a", "eu-central-1b"], ...common };
const network = new InferenceNetwork(stack, "Network", {
  ...{ ...place, name: "birds", vpc: { kind: "create", ...zones } },
});
const modelStore = new ModelStore(stack, "Models", {
  ...{ ...common, bucketName: "birds-models", deployRoleName: "ci" },
  ...{ readerRoleNames: ["birds-model"], accessLogs: { kind: "none", reason: "an example" } },
});
const endpoint = new RealTimeEndpoint(stack, "Endpoint", {
  ...{ ...common, endpointName: "birds", roleName: "birds-model", manifest, modelStore, network },
  ...{ instanceType: "ml.c6i.xlarge", instances: { min: 2, max: 6 }, highAvailability: true },
  ...{ expectedPeakRps: 20, deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 } },
});
const predict = new PredictFunction(stack, "Predict", {
  ...{ ...common, functionName: "birds-predict", endpoints: [endpoint] },
  ...{ network: { kind: "vpc", network }, release: manifest.live, expectedPeakRps: 20 },
});
const api = new ClassifierApi(stack, "Api", { ...common, name: "birds", predict });
new TerraformOutput(stack, "url", { value: api.url });
app.synth();
