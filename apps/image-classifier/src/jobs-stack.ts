import type { Release } from "@pictor/contracts";
import { BatchModel, BatchTransform, SpotTraining } from "@pictor/jobs";
import { Monitoring } from "@pictor/monitoring";
import { ExistingEncryptionKey, ExistingModelStore, ExistingPayloadStore } from "@pictor/storage";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";

/** Whether an environment runs jobs. */
export function hasJobs({ batch, training }: Environment): boolean {
  return batch !== undefined || training !== undefined;
}

/** Whether an environment has a payload store: for jobs, and for what endpoints capture. */
export function hasPayloads(environment: Environment): boolean {
  return hasJobs(environment) || environment.dataCapture !== undefined;
}

/** `<env>-jobs`: batch transform of the live release, training, and who hears of them. It needs `<env>-data` alone. */
export class JobsStack extends EnvironmentStack {
  /** @param release the live one, which batches are classified by; without it there is training alone */
  public constructor(scope: Construct, id: string, environment: Environment, release?: Release) {
    super(scope, id, environment, "jobsBoundary");
    const { accountId, batch, logRetentionDays, region, training } = environment;
    const encryptionKey = new ExistingEncryptionKey(this, "Key", { alias: this.names.keyAlias });
    const place = { accountId, region, logRetentionDays, encryptionKey };
    const store = new ExistingPayloadStore(this, "Payloads", {
      ...{ region, encryptionKey },
      bucketName: this.names.payloadBucket,
    });
    const { runbookUrl, subscriptions } = environment.monitoring;
    const watcher = new Monitoring(this, "Monitoring", {
      ...{ accountId, region, encryptionKey },
      name: `${this.names.monitoring}-jobs`,
      dashboard: false,
      subscriptions,
      ...(runbookUrl !== undefined && { runbookUrl }),
    });
    const common = { ...place, store, topic: watcher.topics.warning, tags: this.tags };
    if (batch !== undefined && release !== undefined) {
      const modelStore = new ExistingModelStore(this, "Models", {
        ...{ accountId, region },
        bucketName: this.names.modelBucket,
        readerRoleNames: Object.values(this.names.modelRoles),
        deployRoleName: this.names.deployRole,
        encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
      });
      const model = new BatchModel(this, "BatchModel", {
        ...{ accountId, region, encryptionKey, release, modelStore },
        name: this.names.jobs.transform,
        roleName: this.names.modelRoles.batch,
        instanceType: batch.instances.type,
      });
      const { machine } = new BatchTransform(this, "Batch", {
        ...common,
        ...batch,
        model,
        name: this.names.jobs.transform,
        roleName: this.names.jobRoles.transform,
      });
      watcher.watchBatch("Batch", machine);
      this.output("batchMachine", machine.resource.arn);
    }
    if (training !== undefined) {
      const { machine } = new SpotTraining(this, "Training", {
        ...common,
        ...training,
        name: this.names.jobs.training,
        roleName: this.names.jobRoles.training,
        jobRoleName: this.names.jobRoles.trainingJob,
      });
      watcher.watchTraining("Training", machine);
      this.output("trainingMachine", machine.resource.arn);
    }
  }

  private output(name: string, value: string): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}
