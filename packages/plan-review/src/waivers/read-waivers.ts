import * as z from "zod";
import { hazardRules } from "../hazards/register";
import { securityRules } from "../security/register";
import type { Waiver } from "./waiver";

/** Thrown where a file is not a list of waivers. The message names every problem. */
export class WaiverError extends Error {
  public override readonly name = "WaiverError";
}

const rules = new Set([...hazardRules, ...securityRules].map(({ id }) => id));

const waiver: z.ZodType<Waiver> = z.strictObject({
  id: z.string().refine((id) => rules.has(id), {
    error: ({ input }) => `no rule has the id ${JSON.stringify(input)}`,
  }),
  resource: z.string().min(1),
  reason: z.string().trim().min(10),
  expiry: z.iso.date(),
});

/** Schema of a file of waivers. */
const waiversSchema: z.ZodType<readonly Waiver[]> = z.array(waiver).readonly();

/**
 * Reads a list of waivers.
 *
 * @param json the parsed file: `[{ "id": …, "resource": …, "reason": …, "expiry": "2027-06-30" }]`
 * @throws WaiverError with every problem, if the list is not valid
 */
export function readWaivers(json: unknown): readonly Waiver[] {
  const { success, data, error } = waiversSchema.safeParse(json);
  if (success) return data;
  const problems = error.issues.map(
    ({ path, message }) => `at ${z.core.toDotPath(path) || "the top"}: ${message}`,
  );
  throw new WaiverError(problems.join("; "));
}
