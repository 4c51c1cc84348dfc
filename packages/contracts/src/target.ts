import * as z from "zod";

/** Kinds of endpoint that the router can call. */
export const targetKinds = ["realTime", "serverless"] as const;

/** One endpoint that the router may call; the list's order is the order of preference. */
export const targetSchema = z.strictObject({
  /** The endpoint's name. */
  name: z.string().min(1),
  kind: z.enum(targetKinds),
  /** Time that one call may take, in milliseconds. */
  timeoutMs: z.int().positive(),
});

/** The list that `inference` hands to `api`; it reaches the Lambda as the variable `TARGETS` (JSON). */
export const targetListSchema = z.array(targetSchema).min(1);

export type Target = z.infer<typeof targetSchema>;
export type TargetKind = Target["kind"];
