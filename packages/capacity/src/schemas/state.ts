import { schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import { causes } from "../decide/decision";
import type { CapacityOrder, CapacityState } from "../parameters/state";
import { askedUpdateSchema, capacityMemorySchema } from "./memory";

const time = z.number().min(0);
const generation = z.strictObject({ at: time, generation: z.string().min(1) });
const mode = z.enum(["realTime", "serverless"]);

/** The state as the controller writes it. */
export const capacityStateSchema: z.ZodType<CapacityState> = schemaOf<CapacityState>()(
  z.strictObject({
    schema: z.literal(1),
    memory: capacityMemorySchema,
    mode,
    since: time,
    running: z.array(z.string().min(1)),
    last: z
      .strictObject({
        at: time,
        action: z.enum(["keep", "create", "update", "delete", "warm"]),
        because: z.enum(causes),
        reason: z.string().min(1),
        numbers: z.record(z.string(), z.number()),
      })
      .exactOptional(),
    warmed: z.strictObject({ at: time, count: z.int().min(0) }).exactOptional(),
    serverless: z
      .strictObject({ update: askedUpdateSchema.exactOptional(), rejected: z.array(generation) })
      .exactOptional(),
    retiredAt: time.exactOptional(),
  }),
);

/** The order that `pictor capacity` writes; `{}` without orders. */
export const capacityOrderSchema: z.ZodType<CapacityOrder> = schemaOf<CapacityOrder>()(
  z.strictObject({
    pin: mode.exactOptional(),
    pinnedAt: time.exactOptional(),
    retryAt: time.exactOptional(),
  }),
);
