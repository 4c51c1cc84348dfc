import * as z from "zod";

/** What calls the controller. */
export type ControlEvent =
  /** The schedule, or a change of one of the endpoints: a decision at this time, milliseconds since 1970. */
  | { readonly kind: "tick"; readonly now: number }
  /** Terraform created or updated the environment. */
  | { readonly kind: "kick"; readonly action: "create" | "update" }
  /** Terraform destroys the environment. */
  | { readonly kind: "retire" };

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const shape = z.union([
  z.object({ kind: z.literal("tick"), at: time }),
  z.object({
    kind: z.literal("kick"),
    tf: z.object({ action: z.enum(["create", "update", "delete"]) }),
  }),
  z.object({
    source: z.literal("aws.sagemaker"),
    "detail-type": z.literal("SageMaker Endpoint State Change"),
    time,
  }),
]);

/** @throws Error for an event of nobody who may call the controller */
export function readEvent(event: unknown): ControlEvent {
  const { success, data } = shape.safeParse(event);
  if (!success) {
    const text = (JSON.stringify(event) ?? String(event)).slice(0, 200);
    throw new Error(
      `the event ${text} must be {"kind":"tick","at":"<ISO time>"}, {"kind":"kick","tf":{"action":…}} or SageMaker's endpoint state change`,
    );
  }
  if ("time" in data) return { kind: "tick", now: data.time };
  if (data.kind === "tick") return { kind: "tick", now: data.at };
  const { action } = data.tf;
  return action === "delete" ? { kind: "retire" } : { kind: "kick", action };
}
