import * as z from "zod";
import { type Target, targetKinds } from "../target";

/** A target of the router. */
export const targetSchema = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(targetKinds),
  timeoutMs: z.int().positive(),
}) satisfies z.ZodType<Target>;
