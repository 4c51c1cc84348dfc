import { type InstanceType, instanceTypes } from "@pictor/inference";
import * as z from "zod";

const schedulesSchema = z.array(
  z.strictObject({
    name: z.string(),
    begins: z.string(),
    ends: z.string(),
    timezone: z.string().exactOptional(),
    min: z.int().min(1),
  }),
);

const cooldowns = {
  scaleOutCooldownSeconds: z.int().min(0).max(60).exactOptional(),
  scaleInCooldownSeconds: z.int().min(300).exactOptional(),
};

const scalingSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("concurrency"),
    target: z.number().positive().exactOptional(),
    ...cooldowns,
  }),
  z.strictObject({
    kind: z.literal("invocations"),
    safetyFactor: z.number().positive().max(1).exactOptional(),
    ...cooldowns,
  }),
]);

const waitSeconds = z.int().min(0).max(3600);
const blueGreen = { waitSeconds, terminationWaitSeconds: waitSeconds.exactOptional() };

const deploymentSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("allAtOnce"), ...blueGreen }),
  z.strictObject({
    kind: z.literal("canary"),
    canaryPercent: z.int().min(1).max(50),
    ...blueGreen,
  }),
  z.strictObject({ kind: z.literal("linear"), stepPercent: z.int().min(10).max(50), ...blueGreen }),
  z.strictObject({
    kind: z.literal("rolling"),
    batchPercent: z.int().min(5).max(50),
    waitSeconds,
  }),
]);

/** What serves: instances, or containers that exist while they are used. */
export const capacitySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("realTime"),
    instanceType: z.enum(Object.keys(instanceTypes) as InstanceType[]),
    /** Fewest and most instances; equal where nothing is to scale. */
    instances: z.strictObject({ min: z.int().min(1), max: z.int().min(1) }),
    /** Whether two instances in two zones are required; an environment that does without says so here. */
    highAvailability: z.boolean(),
    scaling: scalingSchema.exactOptional(),
    schedules: schedulesSchema.exactOptional(),
    /** How traffic gets from one release to the next. */
    deployment: deploymentSchema,
  }),
  z.strictObject({
    kind: z.literal("serverless"),
    memorySizeMb: z.literal([1024, 2048, 3072, 4096, 5120, 6144]),
    maxConcurrency: z.int().min(1).max(200),
    provisionedConcurrency: z
      .strictObject({ count: z.int().min(1), schedules: schedulesSchema.exactOptional() })
      .exactOptional(),
    /** Serverless containers run outside any VPC and reach the internet: the environment says that it knows. */
    acceptsPublicEgress: z.literal(true),
  }),
]);
