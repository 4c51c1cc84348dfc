import { EncryptionKey, HardenedBucket, ModelStore, PayloadStore } from "@pictor/storage";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { hasPayloads } from "./jobs-stack";

/** Days after which payloads are deleted, by the prefix of their keys. Training data have no end. */
const payloadDays = { "batch/": 90, "capture/": 30, "training/runs/": 180 } as const;

/**
 * `<env>-data`: what outlives a deployment of the service. The key, the model store, the payload store where the environment has jobs or captures data,
 * and their access logs.
 */
export class DataStack extends EnvironmentStack {
  public constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    const { accountId, region } = environment;
    const key = new EncryptionKey(this, "Key", {
      alias: this.names.keyAlias,
      description: `Pictor, environment ${environment.name}`,
      accountId,
      region,
      protected: environment.protectsData,
    });
    key.allowLogs();
    key.allowAlarms();
    key.allowEvents();
    key.allowBudgets();
    key.allowGrants("lambda");
    key.allowGrants("sagemaker");
    const logs = new HardenedBucket(this, "Logs", {
      bucketName: this.names.logBucket,
      accountId,
      region,
      // S3 delivers access logs only to a bucket encrypted with its own keys.
      encryption: { kind: "sse-s3" },
      lifecycle: {
        expiries: ["models/", ...(hasPayloads(environment) ? ["payloads/"] : [])].map((prefix) => ({
          prefix,
          days: environment.logRetentionDays,
        })),
      },
      protected: environment.protectsData,
      accessLogs: { kind: "none", reason: "this bucket receives the access logs" },
    });
    const models = new ModelStore(this, "Models", {
      bucketName: this.names.modelBucket,
      accountId,
      region,
      encryptionKey: key,
      readerRoleNames: Object.values(this.names.modelRoles),
      deployRoleName: this.names.deployRole,
      protected: environment.protectsData,
      accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
    });
    if (hasPayloads(environment)) {
      new PayloadStore(this, "Payloads", {
        bucketName: this.names.payloadBucket,
        accountId,
        region,
        encryptionKey: key,
        expiries: Object.entries(payloadDays).map(([prefix, days]) => ({ prefix, days })),
        eventBridge: true,
        protected: environment.protectsData,
        accessLogs: { kind: "to", bucket: logs, prefix: "payloads/" },
      });
    }
    new TerraformOutput(this, "modelBucket", { value: models.bucketName, staticId: true });
  }
}
