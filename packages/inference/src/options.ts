import {
  type InstanceType,
  instanceTypeProblems,
  instanceTypes,
  type OwnInstanceType,
} from "@pictor/contracts";
import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import type { EndpointCapacity, ServerlessCapacity } from "./capacity/endpoint-capacity";
import { serverlessMemorySizes } from "./capacity/endpoint-capacity";
import { instanceRangeProblems } from "./capacity/peak";
import type { InstanceCapacity } from "./capacity/plan";
import {
  type ScalingPolicy,
  type ScheduledMinimum,
  scalingPolicyProblems,
} from "./capacity/scaling-policy";
import type { DeploymentPolicy } from "./deployment/deployment-policy";

const cooldowns = {
  scaleOutCooldownSeconds: z.number().exactOptional(),
  scaleInCooldownSeconds: z.number().exactOptional(),
};

/** What makes instances come and go. */
export const scalingSchema: z.ZodType<ScalingPolicy> = schemaOf<ScalingPolicy>()(
  refusing(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("concurrency"),
        target: z.number().exactOptional(),
        ...cooldowns,
      }),
      z.strictObject({
        kind: z.literal("invocations"),
        safetyFactor: z.number().exactOptional(),
        ...cooldowns,
      }),
    ]),
    scalingPolicyProblems,
  ),
);

/** Known peaks. */
export const schedulesSchema: z.ZodType<readonly ScheduledMinimum[]> = schemaOf<
  readonly ScheduledMinimum[]
>()(
  z.array(
    z.strictObject({
      name: z.string(),
      begins: z.string(),
      ends: z.string(),
      timezone: z.string().exactOptional(),
      min: z.number(),
    }),
  ),
);

const blueGreen = { waitSeconds: z.number(), terminationWaitSeconds: z.number().exactOptional() };

/** How traffic gets from one release to the next. Its bounds depend on the instances: the endpoint checks them. */
export const deploymentSchema: z.ZodType<DeploymentPolicy> = schemaOf<DeploymentPolicy>()(
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("allAtOnce"), ...blueGreen }),
    z.strictObject({ kind: z.literal("canary"), canaryPercent: z.number(), ...blueGreen }),
    z.strictObject({ kind: z.literal("linear"), stepPercent: z.number(), ...blueGreen }),
    z.strictObject({
      kind: z.literal("rolling"),
      batchPercent: z.number(),
      waitSeconds: z.number(),
    }),
  ]),
);

const ownInstanceTypeSchema: z.ZodType<OwnInstanceType> = schemaOf<OwnInstanceType>()(
  refusing(
    z.strictObject({
      name: z.string(),
      vCpus: z.number(),
      memoryGiB: z.number(),
      physicalCores: z.number().exactOptional(),
      storage: z.enum(["ebs", "nvme"]).exactOptional(),
      burstable: z.boolean().exactOptional(),
      accelerator: z.enum(["none", "gpu", "neuron"]).exactOptional(),
    }),
    instanceTypeProblems,
  ),
);

const instanceFields = {
  instanceType: z.union([
    z.enum(Object.keys(instanceTypes) as InstanceType[]),
    ownInstanceTypeSchema,
  ]),
  instances: z.strictObject({ min: z.number(), max: z.number() }),
  highAvailability: z.boolean(),
  scaling: scalingSchema.exactOptional(),
  schedules: schedulesSchema.exactOptional(),
  volumeSizeGb: z.number().exactOptional(),
  queueLength: z.number().exactOptional(),
  deployment: deploymentSchema,
};

const serverlessFields = {
  memorySizeMb: z.literal(serverlessMemorySizes),
  maxConcurrency: z.number(),
  provisionedConcurrency: z
    .strictObject({ count: z.number(), schedules: schedulesSchema.exactOptional() })
    .exactOptional(),
  acceptsPublicEgress: z.literal(true),
};

/** Instances of an endpoint: the props of `RealTimeEndpoint` that an environment chooses. */
export const instanceCapacitySchema: z.ZodType<InstanceCapacity> = schemaOf<InstanceCapacity>()(
  refusing(z.strictObject(instanceFields), ({ highAvailability, instances }) =>
    instanceRangeProblems(instances, highAvailability),
  ),
);

/** Containers of an endpoint: the props of `ServerlessEndpoint` that an environment chooses. */
export const serverlessCapacitySchema: z.ZodType<ServerlessCapacity> =
  schemaOf<ServerlessCapacity>()(z.strictObject(serverlessFields));

/** What an endpoint computes on: the props of `RealTimeEndpoint` and of `ServerlessEndpoint` that an environment chooses. */
export const capacitySchema: z.ZodType<EndpointCapacity> = schemaOf<EndpointCapacity>()(
  refusing(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("realTime"), ...instanceFields }),
      z.strictObject({ kind: z.literal("serverless"), ...serverlessFields }),
    ]),
    (capacity) =>
      capacity.kind === "realTime"
        ? instanceRangeProblems(capacity.instances, capacity.highAvailability)
        : [],
  ),
);
