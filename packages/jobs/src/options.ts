import { type InstanceType, instanceTypes } from "@pictor/contracts";
import { schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import type { TransformSizes } from "./batch/batch-plan";
import type { BatchSchedule } from "./batch/batch-triggers";
import type { TrainingContainerId } from "./training/training-catalogue";
import { trainingCatalogue } from "./training/training-catalogue";
import type { TrainingTimes } from "./training/training-plan";

/** What an environment chooses of its batch transform. */
export interface BatchOptions extends TransformSizes {
  /** Instances of each job. */
  readonly instances: { readonly type: InstanceType; readonly count?: number };
  readonly schedules?: readonly BatchSchedule[];
}

/** What an environment chooses of its training. */
export interface TrainingOptions extends TrainingTimes {
  readonly container: TrainingContainerId;
  readonly instances: {
    readonly type: InstanceType;
    readonly count?: number;
    readonly volumeSizeGb?: number;
  };
}

const typeSchema = z.enum(Object.keys(instanceTypes) as InstanceType[]);
const count = z.number().exactOptional();

/** The props of `BatchTransform` that an environment chooses. The construct checks their ranges. */
export const batchSchema: z.ZodType<BatchOptions> = schemaOf<BatchOptions>()(
  z.strictObject({
    instances: z.strictObject({ type: typeSchema, count }),
    picturesPerJob: count,
    jobsAtOnce: count,
    maxConcurrentTransforms: count,
    jobMinutes: count,
    runMinutes: count,
    schedules: z
      .array(
        z.strictObject({
          name: z.string(),
          expression: z.string(),
          timeZone: z.string().exactOptional(),
          prefix: z.string(),
        }),
      )
      .exactOptional(),
  }),
);

/** The props of `SpotTraining` that an environment chooses. The construct checks their ranges. */
export const trainingSchema: z.ZodType<TrainingOptions> = schemaOf<TrainingOptions>()(
  z.strictObject({
    container: z.enum(Object.keys(trainingCatalogue) as TrainingContainerId[]),
    instances: z.strictObject({ type: typeSchema, count, volumeSizeGb: count }),
    maxRuntimeMinutes: count,
    maxWaitMinutes: count,
  }),
);
