import { schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import type { AskedUpdate, CapacityMemory } from "../observation";

const time = z.number().min(0);
const generation = z.strictObject({ at: time, generation: z.string().min(1) });

/** An update that the controller called. */
export const askedUpdateSchema: z.ZodType<AskedUpdate> = schemaOf<AskedUpdate>()(
  z.strictObject({ at: time, generation: z.string().min(1), modifiedAt: time }),
);

/** The controller's memory in the state parameter. */
export const capacityMemorySchema: z.ZodType<CapacityMemory> = schemaOf<CapacityMemory>()(
  z.strictObject({
    actedAt: time.exactOptional(),
    creation: generation.exactOptional(),
    stay: z
      .strictObject({
        since: time,
        askedAt: time.exactOptional(),
        leastMinutes: z.number().min(0).exactOptional(),
      })
      .exactOptional(),
    leftAt: time.exactOptional(),
    update: askedUpdateSchema.exactOptional(),
    rejected: z.array(generation),
    backOff: z.strictObject({ failures: z.int().min(1), at: time, until: time }).exactOptional(),
    forecastAt: time.exactOptional(),
    retired: z.boolean(),
  }),
);
