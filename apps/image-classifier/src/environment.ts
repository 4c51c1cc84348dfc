import { deployersSchema, environmentNameSchema } from "@pictor/account/options";
import { authSchema, throttleSchema } from "@pictor/api/options";
import { capacityRulesSchema, latencyObjectiveSchema } from "@pictor/capacity/schemas";
import { logRetentionDays } from "@pictor/contracts";
import { placeSchema } from "@pictor/contracts/schemas";
import {
  capacitySchema,
  instanceCapacitySchema,
  serverlessCapacitySchema,
} from "@pictor/inference/options";
import { batchSchema, trainingSchema } from "@pictor/jobs/options";
import { monitoringSchema } from "@pictor/monitoring/options";
import { networkSchema } from "@pictor/network/options";
import * as z from "zod";

/** Both ways to compute: a capacity controller keeps the instances while they pay. */
const adaptiveSchema = z.strictObject({
  kind: z.literal("adaptive"),
  /** Instances while they pay; `instances.min` is the fewest while there are any. */
  realTime: instanceCapacitySchema,
  /** What serves while there are none, and beside them. Containers that are always warm are chosen by `rules.warm`. */
  serverless: serverlessCapacitySchema,
  /** When to switch. @default - `defaultRules` of `@pictor/capacity` */
  rules: capacityRulesSchema.exactOptional(),
  /** Latency above which serverless does not do. @default - any */
  latency: latencyObjectiveSchema.exactOptional(),
});

const kindSchema = z.looseObject({ kind: z.enum(["realTime", "serverless", "adaptive"]) });

/** Parses `kind` first, so that the problems are those of that kind and not of all kinds. */
const environmentCapacitySchema = z.unknown().transform((given, context) => {
  const named = kindSchema.safeParse(given);
  const schema = named.data?.kind === "adaptive" ? adaptiveSchema : capacitySchema;
  const parsed = named.success ? schema.safeParse(given) : named;
  if (parsed.success) return parsed.data as z.infer<typeof schema>;
  for (const { message, path } of parsed.error.issues) {
    context.addIssue({ code: "custom", message, path: [...path] });
  }
  return z.NEVER;
});

/** Everything that differs between environments, as values. No code asks for an environment's name. */
export const environmentSchema = z
  .strictObject({
    name: environmentNameSchema,
    /** Pinned by the provider: the stacks cannot be applied to another account. */
    accountId: placeSchema.shape.accountId,
    region: placeSchema.shape.region,
    /** Who may take the role that deploys the environment. The account's stack creates the role. */
    deployers: deployersSchema,
    network: networkSchema,
    capacity: environmentCapacitySchema,
    /** Requests a second that are expected at the peak. Capacity is made for them; the throttle is no capacity. */
    expectedPeakRps: z.number().positive(),
    /**
     * Requests that all Lambda functions of the account may work on at once: its quota, 10 in some new accounts.
     *
     * @default 1000
     */
    accountConcurrency: z.int().positive().optional(),
    /** How clients of the API identify themselves. */
    auth: authSchema,
    /** Whether AWS WAF stands before the API; `pictor cost` shows what it costs. */
    waf: z.enum(["on", "off"]),
    /** The stage's token bucket: requests per second, and how many may come at once. */
    throttle: throttleSchema,
    logRetentionDays: z.literal(logRetentionDays),
    monitoring: monitoringSchema,
    /**
     * The budget, in times of the month's bill that is computed from the stacks with the environment's traffic. Its
     * notifications begin where the bill is that much higher than computed.
     */
    budget: z.strictObject({
      margin: z.number().min(1).max(10),
      /** Counts only what carries the tag, see `BudgetLimit`. */
      onlyTagged: z
        .strictObject({ key: z.string().min(1), value: z.string().min(1) })
        .exactOptional(),
    }),
    /** Batch transform of pictures, in the stack `<env>-jobs`. @default - there is none */
    batch: batchSchema.exactOptional(),
    /** Training on Managed Spot, in the stack `<env>-jobs`. @default - there is none */
    training: trainingSchema.exactOptional(),
    /**
     * The share of requests that real-time endpoints keep with their answers, in the payload store's `capture/` for 30
     * days. The pictures belong to callers: capture them only with their consent.
     *
     * @default - none is kept
     */
    dataCapture: z.strictObject({ samplingPercent: z.int().min(1).max(100) }).exactOptional(),
    /** Whether buckets refuse to be destroyed while they hold objects, and a capacity controller to retire its endpoint. */
    protectsData: z.boolean(),
  })
  .refine(({ monitoring }) => monitoring.budget === undefined, {
    path: ["monitoring", "budget"],
    error: "the budget is computed: set budget.margin of the environment instead",
  })
  .refine(
    ({ capacity, dataCapture }) => capacity.kind !== "serverless" || dataCapture === undefined,
    {
      path: ["dataCapture"],
      error:
        "SageMaker captures no data of serverless endpoints: leave it out, or choose capacity with instances",
    },
  )
  .superRefine(({ network, region }, context) => {
    if (network.kind === "none") return;
    const elsewhere = network.availabilityZones.filter((zone) => !zone.startsWith(region));
    if (elsewhere.length === 0) return;
    context.addIssue({
      code: "custom",
      path: ["network", "availabilityZones"],
      message: `must be zones of ${region}, like '${region}a', got '${elsewhere.join("', '")}'`,
    });
  })
  .superRefine(({ capacity: { kind }, network }, context) => {
    if (kind === "serverless" || network.kind === "vpc") return;
    context.addIssue({
      code: "custom",
      path: ["network"],
      message: `${kind} capacity has instances, which need network kind 'vpc', got '${network.kind}'`,
    });
  });

export type Environment = z.infer<typeof environmentSchema>;
