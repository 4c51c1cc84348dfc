import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Place, Release } from "@pictor/contracts";
import { BatchModel, type BatchSchedule, BatchTransform, SpotTraining } from "@pictor/jobs";
import { Monitoring } from "@pictor/monitoring";
import {
  EncryptionKey,
  ExistingEncryptionKey,
  ExistingModelStore,
  ExistingPayloadStore,
  HardenedBucket,
  PayloadStore,
} from "@pictor/storage";
import { App, LocalBackend, TerraformStack } from "cdktf";

/** Names that the proofs ask for. */
export const jobsNames = {
  bucket: "pictor-jobs-payloads-999999999999-us-east-1",
  transform: "pictor-jobs-transform",
  training: "pictor-jobs-training",
} as const;

/** Limits of a run: short enough to be passed by moving the clock, and longer than any test takes. */
export const jobsMinutes = { job: 60, run: 180, training: 60, trainingWithWaits: 120 } as const;

const keyAlias = "alias/pictor-jobs";

/**
 * Synthesises a stack `ground` with a payload store, which holds the release too, and a stack `jobs` with batch transform of it
 * and training. SageMaker looks for a release when it makes its model, so the release is stored between both.
 */
export function synthesiseJobs(
  place: Place,
  release: Release,
  outdir: string,
  schedules: readonly BatchSchedule[],
): void {
  const app = new App({ outdir });
  addGround(stackOf(app, "ground", place, outdir), place);
  addJobs(stackOf(app, "jobs", place, outdir), place, release, schedules);
  app.synth();
}

function stackOf(app: App, name: string, { accountId, region }: Place, outdir: string) {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: join(outdir, `${name}.tfstate`) });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  return stack;
}

function addGround(stack: TerraformStack, { accountId, region }: Place): void {
  const encryptionKey = new EncryptionKey(stack, "Key", {
    ...{ accountId, region, protected: false },
    alias: keyAlias,
    description: "Proof of jobs",
  });
  encryptionKey.allowLogs();
  encryptionKey.allowGrants("lambda");
  encryptionKey.allowGrants("sagemaker");
  encryptionKey.allowAlarms();
  const logs = new HardenedBucket(stack, "Logs", {
    ...{ accountId, region, protected: false },
    bucketName: "pictor-jobs-logs-999999999999-us-east-1",
    encryption: { kind: "sse-s3" },
    accessLogs: { kind: "none", reason: "this bucket receives the access log" },
  });
  new PayloadStore(stack, "Payloads", {
    ...{ accountId, region, encryptionKey, protected: false },
    bucketName: jobsNames.bucket,
    accessLogs: { kind: "to", bucket: logs, prefix: "payloads/" },
    expiries: [{ prefix: "batch/out/", days: 90 }],
    eventBridge: true,
  });
}

function addJobs(
  stack: TerraformStack,
  { accountId, region }: Place,
  release: Release,
  schedules: readonly BatchSchedule[],
): void {
  const encryptionKey = new ExistingEncryptionKey(stack, "Key", { alias: keyAlias });
  const store = new ExistingPayloadStore(stack, "Payloads", {
    ...{ region, encryptionKey },
    bucketName: jobsNames.bucket,
  });
  const model = new BatchModel(stack, "Model", {
    ...{ accountId, region, encryptionKey, release },
    name: jobsNames.transform,
    roleName: "pictor-jobs-model",
    instanceType: "ml.c5.xlarge",
    modelStore: new ExistingModelStore(stack, "Models", {
      ...{ accountId, region },
      bucketName: jobsNames.bucket,
      readerRoleNames: ["pictor-jobs-model"],
      deployRoleName: "pictor-jobs-deploy",
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    }),
  });
  const monitoring = new Monitoring(stack, "Monitoring", {
    ...{ accountId, region, encryptionKey, dashboard: false },
    name: "pictor-jobs",
  });
  const { machine } = new BatchTransform(stack, "Batch", {
    ...{ accountId, region, encryptionKey, store },
    name: jobsNames.transform,
    roleName: jobsNames.transform,
    model,
    instances: { type: "ml.c5.xlarge" },
    picturesPerJob: 100,
    jobMinutes: jobsMinutes.job,
    runMinutes: jobsMinutes.run,
    jobsAtOnce: 1,
    logRetentionDays: 1,
    topic: monitoring.topics.warning,
    schedules,
  });
  monitoring.watchBatch("Batch", machine);
  const training = new SpotTraining(stack, "Training", {
    ...{ accountId, region, encryptionKey, store },
    name: jobsNames.training,
    roleName: jobsNames.training,
    jobRoleName: "pictor-jobs-training-job",
    container: "pytorch-2.10-cpu",
    instances: { type: "ml.c5.xlarge" },
    maxRuntimeMinutes: jobsMinutes.training,
    maxWaitMinutes: jobsMinutes.trainingWithWaits,
    logRetentionDays: 1,
    topic: monitoring.topics.warning,
  });
  monitoring.watchTraining("Training", training.machine);
}
