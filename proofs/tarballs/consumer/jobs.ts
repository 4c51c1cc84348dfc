import {
  BatchModel,
  BatchTransform,
  type BatchTransformProps,
  SpotTraining,
  type SpotTrainingProps,
} from "@pictor/jobs";
import { ExistingPayloadStore } from "@pictor/storage";
import type { TerraformStack } from "cdktf";
import { encryptionKey, type Ground, live, place } from "./parts";

const common = { ...place, encryptionKey, logRetentionDays: 30, today: "2026-06-01" };

export function pictures(stack: TerraformStack): ExistingPayloadStore {
  return new ExistingPayloadStore(stack, "Pictures", {
    ...{ region: place.region, bucketName: "their-pictures", encryptionKey },
  });
}

/** Batches by a model of their own. */
export function batch(
  stack: TerraformStack,
  { modelStore }: Pick<Ground, "modelStore">,
  changes: Partial<BatchTransformProps> = {},
): BatchTransform {
  const instanceType = "ml.c6i.xlarge";
  return new BatchTransform(stack, "Batch", {
    ...common,
    name: "birds-transform",
    roleName: "birds-transform",
    model: new BatchModel(stack, "BatchModel", {
      ...place,
      ...{ modelStore, instanceType, encryptionKey, release: live, today: common.today },
      name: "birds-transform",
      roleName: "birds-batch-model",
    }),
    instances: { type: instanceType },
    store: changes.store ?? pictures(stack),
    ...changes,
  });
}

/** Training in their network. */
export function training(
  stack: TerraformStack,
  { network }: Pick<Ground, "network">,
  changes: Partial<SpotTrainingProps> = {},
): SpotTraining {
  return new SpotTraining(stack, "Training", {
    ...common,
    name: "birds-training",
    roleName: "birds-training",
    jobRoleName: "birds-training-job",
    container: "pytorch-2.10-cpu",
    instances: { type: "ml.c6i.xlarge" },
    store: changes.store ?? pictures(stack),
    network,
    ...changes,
  });
}
