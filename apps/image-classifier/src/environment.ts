import { logRetentionDays, placeSchema } from "@pictor/contracts";
import * as z from "zod";
import { authSchema } from "./auth";
import { capacitySchema } from "./capacity";
import { monitoringSchema } from "./monitoring-options";

const networkSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    /** A VPC of its own: isolated subnets, no way out but the endpoints. */
    kind: z.literal("vpc"),
    cidrBlock: z.cidrv4(),
    availabilityZones: z.array(z.string()).min(2),
  }),
  z.strictObject({
    /** No VPC: where only serverless endpoints are called, which run outside any VPC. */
    kind: z.literal("none"),
  }),
]);

/** Everything that differs between environments, as values. No code asks for an environment's name. */
export const environmentSchema = z
  .strictObject({
    name: placeSchema.shape.environment,
    /** Pinned by the provider: the stacks cannot be applied to another account. */
    accountId: placeSchema.shape.accountId,
    region: placeSchema.shape.region,
    network: networkSchema,
    capacity: capacitySchema,
    /** Requests a second that are expected at the peak. Capacity is made for them; the throttle is no capacity. */
    expectedPeakRps: z.number().positive(),
    /** How clients of the API identify themselves. */
    auth: authSchema,
    /** Whether AWS WAF stands before the API: some USD 10 a month, and per request. */
    waf: z.enum(["on", "off"]),
    /** The stage's token bucket: requests per second, and how many may come at once. */
    throttle: z.strictObject({ rate: z.number().positive(), burst: z.int().positive() }),
    logRetentionDays: z.literal(logRetentionDays),
    monitoring: monitoringSchema,
    /** Whether buckets refuse to be destroyed while they hold objects. */
    protectsData: z.boolean(),
  })
  .refine(({ capacity, network }) => capacity.kind !== "realTime" || network.kind === "vpc", {
    path: ["network"],
    error: "a realTime endpoint needs network kind 'vpc', got 'none'",
  });

export type Environment = z.infer<typeof environmentSchema>;
