import type { PolicyInputs } from "@pictor/capacity";
import { type InstanceType, instanceTypes } from "@pictor/contracts";
import type { Resource } from "@pictor/cost";
import { UserError } from "@pictor/terraform";
import * as z from "zod";

/** Instances and containers of a simulation. */
export interface SimulatedEndpoints extends Pick<PolicyInputs, "realTime" | "serverless"> {
  /** What the environment lacks and was taken instead. */
  readonly assumptions: readonly string[];
}

/** Taken where an environment has no instances: those of the smallest production. */
const assumedInstances = { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4 } as const;

/** Taken where an environment has no serverless endpoint. */
const assumedContainers = { memorySizeMb: 4096, maxConcurrency: 20 };

const variantSchema = z.object({
  instance_type: z.string().optional(),
  initial_instance_count: z.number().optional(),
  volume_size_in_gb: z.number().optional(),
  serverless_config: z
    .object({ memory_size_in_mb: z.number(), max_concurrency: z.number() })
    .optional(),
});
const oneOrMore = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(z.unknown()),
);
const configurationSchema = z.object({ production_variants: oneOrMore });
const targetSchema = z.object({
  scalable_dimension: z.literal("sagemaker:variant:DesiredInstanceCount"),
  min_capacity: z.number(),
  max_capacity: z.number(),
});

/** Returns the endpoints of a synthesised environment, and what is assumed of the one that it lacks. */
export function simulatedEndpoints(resources: readonly Resource[]): SimulatedEndpoints {
  const variants = resources
    .filter(({ type }) => type === "aws_sagemaker_endpoint_configuration")
    .flatMap(({ values }) => configurationSchema.safeParse(values).data?.production_variants ?? [])
    .map((variant) => variantSchema.safeParse(withoutLists(variant)).data)
    .filter((variant) => variant !== undefined);
  const onInstances = variants.find(({ instance_type }) => instance_type !== undefined);
  const onContainers = variants.find(({ serverless_config }) => serverless_config !== undefined);
  const containers = onContainers?.serverless_config;
  const { maxConcurrency, memorySizeMb } = assumedContainers;
  const { instanceType, maxInstances, minInstances } = assumedInstances;
  return {
    realTime: onInstances === undefined ? assumedInstances : instancesOf(onInstances, resources),
    serverless:
      containers === undefined
        ? assumedContainers
        : {
            memorySizeMb: containers.memory_size_in_mb,
            maxConcurrency: containers.max_concurrency,
          },
    assumptions: [
      ...(onInstances === undefined
        ? [
            `${minInstances} to ${maxInstances} × ${instanceType}: the environment has no endpoint on instances`,
          ]
        : []),
      ...(containers === undefined
        ? [
            `serverless of ${memorySizeMb / 1024} GB and ${maxConcurrency} containers: the environment has no such endpoint`,
          ]
        : []),
    ],
  };
}

function instancesOf(
  variant: z.infer<typeof variantSchema>,
  resources: readonly Resource[],
): PolicyInputs["realTime"] {
  const { initial_instance_count: initial = 1, instance_type: type = "" } = variant;
  if (!Object.hasOwn(instanceTypes, type)) {
    throw new UserError(`the environment's instance type ${type} is not known here`, {
      hint: "add it to packages/contracts/src/instance-types.ts",
    });
  }
  const scaling = resources
    .filter(({ type: each }) => each === "aws_appautoscaling_target")
    .map(({ values }) => targetSchema.safeParse(values).data)
    .find((target) => target !== undefined);
  return {
    instanceType: type as InstanceType,
    minInstances: scaling?.min_capacity ?? initial,
    maxInstances: scaling?.max_capacity ?? initial,
    volumeGb: variant.volume_size_in_gb ?? 0,
  };
}

/** A synthesised block may stand in a list of one. */
function withoutLists(variant: unknown): unknown {
  if (typeof variant !== "object" || variant === null) return variant;
  const entries = Object.entries(variant).map(([key, value]) => [
    key,
    Array.isArray(value) && value.length === 1 ? value[0] : value,
  ]);
  return Object.fromEntries(entries);
}
