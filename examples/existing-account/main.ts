import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { RealTimeEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { ExistingModelStore } from "@pictor/storage";
import { App, TerraformOutput, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const encryptionKey = {
  arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};
const manifest = releaseManifestSchema.parse(JSON.parse(readFileSync("release.json", "utf8")));

const app = new App();
const stack = new TerraformStack(app, "birds");
new AwsProvider(stack, "Aws", { region: place.region });

// Nobody calls the endpoint from this VPC; its S3 endpoint and the security group exist: nothing is created in the VPC.
const network = new InferenceNetwork(stack, "Network", {
  ...place,
  name: "birds",
  vpc: {
    kind: "existing",
    vpcId: "vpc-0a1b2c3d",
    subnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"],
    s3: { kind: "existing" },
    interfaces: { "sagemaker.runtime": { kind: "none" } },
  },
});
const modelStore = new ExistingModelStore(stack, "Models", {
  ...place,
  bucketName: "our-models",
  readerRoleNames: ["service-role/birds-model"],
  deployRoleName: "our-pipeline",
  encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
});
const endpoint = new RealTimeEndpoint(stack, "Endpoint", {
  ...place,
  encryptionKey,
  logRetentionDays: 30,
  endpointName: "birds",
  // Our administrators own the role: Pictor attaches nothing to it.
  roleName: "birds-model",
  role: { kind: "existing", path: "/service-role/" },
  manifest,
  modelStore,
  network,
  securityGroupIds: ["sg-0a1b2c3d"],
  instanceType: "ml.c6i.xlarge",
  instances: { min: 2, max: 6 },
  highAvailability: true,
  expectedPeakRps: 20,
  deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 },
});
new TerraformOutput(stack, "endpoint", { value: endpoint.target.name });
new TerraformOutput(stack, "rolePolicy", { value: endpoint.modelRole.requiredPolicy() });
new TerraformOutput(stack, "roleTrust", { value: endpoint.modelRole.requiredTrust() });

app.synth();
