import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { BatchModel, BatchTransform } from "@pictor/jobs";
import { EncryptionKey, ExistingModelStore, PayloadStore } from "@pictor/storage";
import { App, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const manifest = releaseManifestSchema.parse(JSON.parse(readFileSync("release.json", "utf8")));

const app = new App();
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

const encryptionKey = new EncryptionKey(stack, "Key", {
  ...place,
  alias: "alias/birds-batch",
  description: "Pictures of birds, and what they show",
});
encryptionKey.allowLogs();
encryptionKey.allowGrants("sagemaker");

const modelStore = new ExistingModelStore(stack, "Models", {
  ...place,
  bucketName: "birds-models",
  readerRoleNames: ["birds-batch-model"],
  deployRoleName: "ci",
  encryption: { kind: "sse-s3" },
});
const pictures = new PayloadStore(stack, "Pictures", {
  ...place,
  bucketName: "birds-pictures",
  encryptionKey,
  eventBridge: true,
  accessLogs: { kind: "none", reason: "an example" },
});
const instanceType = "ml.c6i.xlarge";
const model = new BatchModel(stack, "Model", {
  ...place,
  name: "birds-transform",
  roleName: "birds-batch-model",
  release: manifest.live,
  modelStore,
  instanceType,
  encryptionKey,
});
new BatchTransform(stack, "Batch", {
  ...place,
  name: "birds-transform",
  roleName: "birds-transform",
  model,
  instances: { type: instanceType, count: 2 },
  store: pictures,
  encryptionKey,
  logRetentionDays: 30,
  schedules: [{ name: "daily", expression: "cron(0 3 * * ? *)", prefix: "batch/in/daily/" }],
});

app.synth();
