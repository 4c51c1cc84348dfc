import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { names, type Place, roleArn } from "@pictor/contracts";
import { InferenceNetwork } from "@pictor/network";
import { EncryptionKey, HardenedBucket, ModelStore, PayloadStore } from "@pictor/storage";
import { App, LocalBackend, TerraformStack } from "cdktf";

/** What the stack is made for, besides its place. */
export interface GroundOptions {
  /** Directory to synthesise into. */
  readonly outdir: string;
  readonly protected: boolean;
  readonly availabilityZones: readonly string[];
  /** Order in which every list prop is given; as written unless given. */
  readonly order?: <Item>(items: readonly Item[]) => readonly Item[];
}

/** Synthesises a stack `ground` of a network and every kind of storage. No archive tiers: the local AWS forgets them. */
export function synthesiseGround(place: Place, options: GroundOptions): void {
  const app = new App({ outdir: options.outdir });
  addGround(new TerraformStack(app, "ground"), place, options);
  app.synth();
}

function addGround(stack: TerraformStack, place: Place, options: GroundOptions): void {
  const { order = (items) => items } = options;
  const { accountId, region } = place;
  const { keyAlias, logBucket, modelBucket, modelRoles, deployRole } = names(place);
  new LocalBackend(stack, { path: join(options.outdir, "ground.tfstate") });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const common = { accountId, region, protected: options.protected };
  const key = new EncryptionKey(stack, "Key", {
    ...common,
    alias: keyAlias,
    description: "The ground that everything stands on",
  });
  key.allowLogs();
  const logs = new HardenedBucket(stack, "Logs", {
    ...common,
    bucketName: logBucket,
    encryption: { kind: "sse-s3" },
    accessLogs: { kind: "none", reason: "receives the others' logs" },
  });
  new ModelStore(stack, "Models", {
    ...common,
    bucketName: modelBucket,
    encryptionKey: key,
    readerRoleNames: order(Object.values(modelRoles)),
    operatorRoleArns: order(["analyst", "auditor"].map((name) => roleArn(place, name))),
    deployRoleName: deployRole,
    accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
  });
  new PayloadStore(stack, "Payloads", {
    ...common,
    bucketName: modelBucket.replace("models", "payloads"),
    encryptionKey: key,
    expiries: order([
      { prefix: "capture/", days: 30 },
      { prefix: "batch/", days: 7 },
    ]),
    eventBridge: true,
    accessLogs: { kind: "to", bucket: logs, prefix: "payloads/" },
  });
  const network = new InferenceNetwork(stack, "Network", {
    name: `pictor-${place.environment}`,
    accountId,
    region,
    vpc: {
      kind: "create",
      availabilityZones: order(options.availabilityZones),
      logRetentionDays: 365,
      encryptionKey: key,
    },
    interfaceEndpoints: order(["sagemaker.runtime", "ecr.dkr"] as const),
  });
  const client = network.createSecurityGroup(stack, "Client", "Calls a model");
  network.allowSagemakerRuntime(client);
  network.allowEndpoint(client, "ecr.dkr");
  network.allowS3(client);
}
