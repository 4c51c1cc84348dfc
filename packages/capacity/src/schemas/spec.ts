import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import { scalingProblems } from "../parameters/scaling-problems";
import type { CapacitySpec, RealTimeSpec } from "../parameters/spec";
import { capacityPolicySchema } from "./policy";

const text = z.string().min(1);
const count = z.int().min(1);
const seconds = z.int().min(0);

const generation = z.strictObject({
  configuration: text.max(63),
  release: z.string().regex(/^[0-9a-f]{64}$/),
});

const size = z.strictObject({
  Type: z.literal("CAPACITY_PERCENT"),
  Value: z.int().min(1).max(100),
});

const deployment = z.strictObject({
  BlueGreenUpdatePolicy: z
    .strictObject({
      TrafficRoutingConfiguration: z.strictObject({
        Type: z.enum(["ALL_AT_ONCE", "CANARY", "LINEAR"]),
        WaitIntervalInSeconds: seconds.max(3600),
        CanarySize: size.exactOptional(),
        LinearStepSize: size.exactOptional(),
      }),
      TerminationWaitInSeconds: seconds.max(3600),
      MaximumExecutionTimeoutInSeconds: seconds.min(600).max(28_800),
    })
    .exactOptional(),
  RollingUpdatePolicy: z
    .strictObject({
      MaximumBatchSize: size,
      WaitIntervalInSeconds: seconds.max(3600),
      MaximumExecutionTimeoutInSeconds: seconds.min(600).max(28_800),
    })
    .exactOptional(),
  AutoRollbackConfiguration: z.strictObject({
    Alarms: z
      .array(z.strictObject({ AlarmName: text }))
      .min(1)
      .max(10),
  }),
});

const scaling = z.strictObject({
  min: count,
  max: count,
  tracking: z
    .strictObject({
      metric: text,
      target: z.number().positive(),
      scaleOutCooldownSeconds: seconds,
      scaleInCooldownSeconds: seconds,
    })
    .exactOptional(),
  schedules: z.array(
    z.strictObject({ name: text, schedule: text, timezone: text, min: count, max: count }),
  ),
});

const common = {
  variant: text,
  live: generation,
  previous: generation.exactOptional(),
};
const controlled = {
  ...common,
  scaling: refusing(scaling, scalingProblems).exactOptional(),
  deployment,
};
const name = text.max(63);

/** What an app says of the real-time endpoint, its name and its tags aside: unknown keys are refused. */
export const controlledSpecSchema: z.ZodType<Omit<RealTimeSpec, "name" | "tags">> = schemaOf<
  Omit<RealTimeSpec, "name" | "tags">
>()(z.strictObject(controlled));

/** The value of the spec parameter. Unknown keys are refused. */
export const capacitySpecSchema: z.ZodType<CapacitySpec> = schemaOf<CapacitySpec>()(
  z.strictObject({
    schema: z.literal(1),
    realTime: z.strictObject({ ...controlled, name, tags: z.record(text, z.string()) }),
    serverless: z.strictObject({ ...common, name }),
    policy: capacityPolicySchema,
    protected: z.boolean(),
  }),
);
