import type { ChangeKind } from "../plan/change";
import { bySeverity } from "../severity";
import type { StackReview } from "./review";

/** Kinds of change in words, in the order in which a reader wants them. */
export const kindWords: readonly (readonly [ChangeKind, string])[] = [
  ["destroy", "destroy"],
  ["replace", "replace"],
  ["forgotten", "forget"],
  ["create", "create"],
  ["update", "update"],
  ["tagOnly", "tags only"],
  ["imported", "import"],
  ["moved", "move"],
];

/** Returns the review in one sentence: the worst first. */
export function verdictOf(stack: Omit<StackReview, "verdict">): string {
  const { losses, hazards, weaknesses, counts, outputs, checks, reservations, drift } = stack;
  const data = losses.filter(({ loses }) => loses === "data");
  const service = losses.filter(({ loses }) => loses === "service");
  const unknown = losses.filter(({ loses }) => loses === "unknown");
  const [worst] = bySeverity([...hazards, ...weaknesses]);
  if (data.length > 0) return `data is lost: ${named(data)}`;
  if (service.length > 0) return `service is interrupted: ${named(service)}`;
  if (worst !== undefined) return `${worst.severity}: ${worst.address}: ${worst.reason}`;
  if (unknown.length > 0) return `objects are destroyed: ${named(unknown)}`;
  const failed = checks.filter(({ status }) => status !== "unknown");
  if (failed.length > 0) return `checks fail: ${named(failed)}`;
  if (reservations.length > 0) return `this is not all: ${reservations[0]}`;
  const changes = kindWords.filter(([kind]) => counts[kind] > 0);
  if (changes.length > 0) return "no rule found a hazard";
  if (outputs.length > 0) return "only outputs change";
  return drift.length > 0
    ? "only what changed outside of Terraform is recorded"
    : "nothing changes";
}

function named(items: readonly { readonly address: string }[]): string {
  const [first, ...others] = items;
  return `${first?.address}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}
