import type { HazardRule } from "./rule";
import { after, before, isChanged, isUnknown, number } from "./values";

/** Attributes that say how long something is kept; whether zero means for ever. */
const retentions: readonly {
  readonly name: string;
  readonly type: RegExp;
  readonly zeroIsForEver?: true;
}[] = [
  { name: "retention_in_days", type: /^aws_cloudwatch_log_group$/, zeroIsForEver: true },
  { name: "backup_retention_period", type: /^aws_(?:db|rds|docdb|neptune)_/ },
  { name: "snapshot_retention_limit", type: /^aws_elasticache_/ },
  { name: "retention_period", type: /^aws_kinesis_stream$/ },
  { name: "message_retention_seconds", type: /^aws_sqs_queue$/ },
  { name: "automated_snapshot_retention_period", type: /^aws_redshift_cluster$/ },
];

/** Data that is deleted sooner than before, most of it at once. */
export const retentionShortened: HazardRule = {
  id: "retention-shortened",
  title: "Retention shortened",
  severity: "high",
  mend: "export what is still needed first: what is older is deleted soon after the apply",
  find: ({ changes }) =>
    changes.filter(isChanged).flatMap((change) =>
      retentions
        .filter(({ type }) => type.test(change.type))
        .filter(({ name }) => !isUnknown(change, name))
        .map((row) => ({ ...row, was: kept(before(change), row), is: kept(after(change), row) }))
        .filter(({ was, is }) => is < was)
        .map(({ name, was, is }) => ({
          change,
          reason: `${name} goes from ${was === Number.POSITIVE_INFINITY ? "for ever" : was} to ${is}`,
        })),
    ),
};

function kept(
  values: Readonly<Record<string, unknown>>,
  { name, zeroIsForEver }: (typeof retentions)[number],
): number {
  const value = number(values, name) ?? 0;
  return value === 0 && zeroIsForEver === true ? Number.POSITIVE_INFINITY : value;
}
