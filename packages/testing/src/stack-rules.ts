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

/** A resource of `terraform show -json` of a plan, as far as its tags are concerned. */
export interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown?: Readonly<Record<string, unknown>>;
  };
}

/**
 * Resources that can carry tags and lack one of those that costs are allocated by. What can be tagged has `tags_all` in
 * the plan: the provider's schema says so, whatever was written.
 *
 * @param required the keys that each must have
 */
export function untagged(
  changes: readonly PlannedResource[],
  required: readonly string[],
): readonly string[] {
  return changes
    .filter(({ mode, change }) => mode === "managed" && change.after !== null)
    .flatMap(({ address, change: { after, after_unknown: unknown = {} } }) => {
      const taggable = "tags_all" in (after ?? {}) || "tags_all" in unknown;
      if (!taggable) return [];
      const tags = (after?.tags_all ?? {}) as Readonly<Record<string, string>>;
      const missing = required.filter((key) => !tags[key]);
      return missing.length === 0 ? [] : [`${address} lacks ${missing.join(", ")}`];
    });
}
