import type { Change } from "@pictor/plan-review";
import type { Synthesised } from "./synthesised";

/**
 * What is wrong with a stack's log groups: each needs a KMS key and the environment's retention.
 *
 * @param retentionDays of the environment
 */
export function logGroupProblems(stack: Synthesised, retentionDays: number): readonly string[] {
  return stack.resources("aws_cloudwatch_log_group").flatMap((group) => {
    const name = String(group.name);
    return [
      ...(group.kms_key_id ? [] : [`log group '${name}' has no KMS key`]),
      ...(group.retention_in_days === retentionDays
        ? []
        : [
            `log group '${name}' keeps its entries for ${group.retention_in_days ?? "ever"} days, not for ${retentionDays}`,
          ]),
    ];
  });
}

/** A resource of a plan, as far as its tags are concerned. */
export type TaggedChange = Pick<Change, "address" | "mode" | "after" | "unknown">;

/**
 * Resources that can carry tags and lack one of those that costs are allocated by. What can be tagged has `tags_all` in
 * the plan: the provider's schema says so, whatever was written.
 *
 * @param required the keys that each must have
 */
export function untagged(
  changes: readonly TaggedChange[],
  required: readonly string[],
): readonly string[] {
  return changes
    .filter(({ mode, after }) => mode === "managed" && after !== null)
    .flatMap(({ address, after, unknown }) => {
      const values = recordOf(after);
      if (!("tags_all" in values) && !("tags_all" in recordOf(unknown))) return [];
      const tags = recordOf(values.tags_all);
      const missing = required.filter((key) => !tags[key]);
      return missing.length === 0 ? [] : [`${address} lacks ${missing.join(", ")}`];
    });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
