import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import { type CapacityPolicy, type CapacityRules, weekdays } from "../policy/policy";
import { policyProblems } from "../policy/problems";
import type { LatencyObjective } from "../policy/thresholds";

const minutes = z.int().min(1).max(10_080);
const positive = z.number().positive().max(1e9);
const share = z.number().positive().max(1);
const instances = z.int().min(1).max(1000);
const zone = z.string().min(1).max(64);

const threshold = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), rps: positive, arithmetic: z.string().min(1) });

const schedule = z.strictObject({
  timeZone: zone,
  windows: z
    .array(z.strictObject({ days: z.array(z.enum(weekdays)), from: z.string(), to: z.string() }))
    .min(1),
});

const anticipate = z.strictObject({
  weeks: z.int().min(1).max(8),
  agree: z.int().min(1).max(8),
  horizonMinutes: z.int().min(15).max(1440),
  timeZone: zone,
});

const warm = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("ping"), everyMinutes: z.int().min(1).max(60) }),
  z.strictObject({ kind: z.literal("provisioned"), count: z.int().min(1).max(200) }),
]);

const rules = {
  outAfterMinutes: z.strictObject({ cost: minutes, capacity: minutes, latency: minutes }),
  inAfterMinutes: minutes,
  inBelow: share,
  minimumDwellMinutes: z.strictObject({ realTime: minutes, serverless: minutes }),
  provisioningMinutes: z.int().min(1).max(60),
  backOffMinutes: z.strictObject({ first: minutes, most: minutes }),
  warm,
};

/** Rules that an environment may set; {@link capacityPolicySchema} checks their combination. */
export const capacityRulesSchema: z.ZodType<Partial<CapacityRules>> = schemaOf<
  Partial<CapacityRules>
>()(
  z.strictObject({
    outAfterMinutes: rules.outAfterMinutes.exactOptional(),
    inAfterMinutes: rules.inAfterMinutes.exactOptional(),
    inBelow: rules.inBelow.exactOptional(),
    minimumDwellMinutes: rules.minimumDwellMinutes.exactOptional(),
    provisioningMinutes: rules.provisioningMinutes.exactOptional(),
    backOffMinutes: rules.backOffMinutes.exactOptional(),
    warm: warm.exactOptional(),
    schedule: schedule.exactOptional(),
    anticipate: anticipate.exactOptional(),
  }),
);

/** A latency objective as an environment sets it. */
export const latencyObjectiveSchema: z.ZodType<LatencyObjective> = schemaOf<LatencyObjective>()(
  z.strictObject({ p99Ms: positive, fromRps: positive.exactOptional() }),
);

const fields = z.strictObject({
  thresholds: z.array(
    z.discriminatedUnion("kind", [threshold("cost"), threshold("capacity"), threshold("latency")]),
  ),
  prices: z.strictObject({
    serverlessUsdPerRequest: positive,
    realTimeUsdPerRequest: z.number().min(0).max(1e9),
    instanceUsdPerHour: positive,
    plannedRps: positive,
    throughputRps: positive,
    minInstances: instances,
    maxInstances: instances,
  }),
  serverless: z.strictObject({ latencyMs: positive, maxConcurrency: z.int().min(1).max(200) }),
  ...rules,
  schedule: schedule.exactOptional(),
  anticipate: anticipate.exactOptional(),
});

/** A policy in the spec. Unknown keys and invalid combinations of fields are refused. */
export const capacityPolicySchema: z.ZodType<CapacityPolicy> = schemaOf<CapacityPolicy>()(
  refusing(fields, policyProblems),
);
