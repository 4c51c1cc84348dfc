import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, PredictFunction } from "@pictor/api";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { RealTimeEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { ExistingModelStore } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const manifest = releaseManifestSchema.parse(JSON.parse(readFileSync("release.json", "utf8")));

const app = new App();
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

// What the module's caller says. Everything else is decided here, and checked at synth.
const text = (name: string, description: string): string =>
  new TerraformVariable(stack, name, { type: "string", nullable: false, description }).stringValue;
const vpcId = text("vpc_id", "VPC of the endpoint and the function.");
const subnetIds = [
  text("subnet_id_a", "Private subnet in the first zone."),
  text("subnet_id_b", "Private subnet in the second zone."),
];
const encryptionKey = { arn: text("key_arn", "ARN of the KMS key of logs, disks and models.") };

const network = new InferenceNetwork(stack, "Network", {
  ...place,
  name: "birds",
  vpc: {
    kind: "existing",
    vpcId,
    subnetIds,
    s3: { kind: "existing" },
    interfaces: { "sagemaker.runtime": { kind: "create" } },
  },
});
const common = { ...place, encryptionKey, logRetentionDays: 30 };
const modelStore = new ExistingModelStore(stack, "Models", {
  ...place,
  bucketName: "birds-models",
  readerRoleNames: ["birds-model"],
  deployRoleName: "our-pipeline",
  encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
});
const endpoint = new RealTimeEndpoint(stack, "Endpoint", {
  ...common,
  endpointName: "birds",
  roleName: "birds-model",
  manifest,
  modelStore,
  network,
  instanceType: "ml.c6i.xlarge",
  instances: { min: 2, max: 6 },
  highAvailability: true,
  expectedPeakRps: 20,
  deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 },
});
const predict = new PredictFunction(stack, "Predict", {
  ...common,
  functionName: "birds-predict",
  endpoints: [endpoint],
  network: { kind: "vpc", network },
  release: manifest.live,
  expectedPeakRps: 20,
});
const api = new ClassifierApi(stack, "Api", { ...common, name: "birds", predict });

const output = (name: string, value: string): TerraformOutput =>
  new TerraformOutput(stack, name, { value });
output("api_url", api.url);
output("endpoint_name", endpoint.target.name);

app.synth();
