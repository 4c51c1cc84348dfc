import { type Change, type ChangeKind, changeKinds } from "../plan/change";
import type { PlanSummary } from "./review";

/** Returns how many managed resources there are of each kind of change. */
export function countsOf(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts = Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Record<
    ChangeKind,
    number
  >;
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** Returns the numbers of Terraform's own summary, which counts a replacement as an addition and a destruction. */
export function summaryOf(changes: readonly Change[]): PlanSummary {
  const count = (matches: (change: Change) => boolean): number =>
    changes.filter((change) => change.mode === "managed" && matches(change)).length;
  return {
    import: count(({ importId }) => importId !== undefined),
    add: count(({ kind }) => kind === "create" || kind === "replace"),
    change: count(({ kind }) => kind === "update" || kind === "tagOnly"),
    destroy: count(
      ({ kind, forgetsOld }) => kind === "destroy" || (kind === "replace" && !forgetsOld),
    ),
    forget: count(
      ({ kind, forgetsOld }) => kind === "forgotten" || (kind === "replace" && forgetsOld),
    ),
  };
}
