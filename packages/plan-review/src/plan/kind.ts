import type { Change, ChangeKind } from "./change";
import { hasTrue, isEqual, isRecord } from "./json";
import { PlanError } from "./plan-error";
import type { WrittenResource } from "./schema";

/** The actions that Terraform 1.x and OpenTofu 1.x write, by what they mean. */
const meanings: Readonly<Record<string, ChangeKind>> = {
  "no-op": "noOp",
  create: "create",
  read: "read",
  update: "update",
  delete: "destroy",
  forget: "forgotten",
  "create,delete": "replace",
  "delete,create": "replace",
  "create,forget": "replace",
  "forget,create": "replace",
};

/** Names of attributes that only label a resource. */
const labels = new Set(["tags", "tags_all", "labels", "effective_labels", "terraform_labels"]);

/**
 * Returns what happens to a resource.
 *
 * @throws PlanError if the actions are none that Terraform writes, or contradict the values
 */
export function kindOf(written: WrittenResource): ChangeKind {
  const { address, change } = written;
  const kind = meanings[change.actions.join()];
  if (kind === undefined) {
    throw new PlanError(
      `${address} has the actions ${JSON.stringify(change.actions)}, which no Terraform 1.x writes`,
    );
  }
  requireValues(address, kind, change.before, change.after);
  const { before, after, after_unknown: unknown } = change;
  if (kind === "noOp") {
    // Terraform writes equal values; a file that does not is read as the worse of the two.
    if (!isEqual(before, after) || hasTrue(unknown)) return "update";
    if (movedFrom(written) !== undefined) return "moved";
    return isImported(written) ? "imported" : "noOp";
  }
  return kind === "update" && changesOnlyLabels(before, after, unknown) ? "tagOnly" : kind;
}

/** Returns the address before a move; undefined if it has not moved. */
export function movedFrom({
  address,
  previous_address: previous,
}: WrittenResource): string | undefined {
  return typeof previous === "string" && previous !== address ? previous : undefined;
}

/** Whether the object is taken into the state. */
export function isImported({ change }: WrittenResource): boolean {
  return change.importing !== undefined && change.importing !== null;
}

/** What must be there, or must not, for an action to be what it is called. */
const rules: Partial<Record<ChangeKind, readonly ("before" | "after")[]>> = {
  create: [],
  update: ["before", "after"],
  destroy: ["before"],
};

const mustBeAbsent: Partial<Record<ChangeKind, "before" | "after">> = {
  create: "before",
  destroy: "after",
};

function requireValues(address: string, kind: ChangeKind, before: unknown, after: unknown): void {
  const values = { before, after };
  const absent = mustBeAbsent[kind];
  if (absent !== undefined && values[absent] !== null && values[absent] !== undefined) {
    throw new PlanError(
      `${address} has the action ${JSON.stringify(kind)} and values ${absent} it`,
    );
  }
  const missing = (rules[kind] ?? []).find((when) => !isRecord(values[when]));
  if (missing !== undefined) {
    throw new PlanError(
      `${address} has the action ${JSON.stringify(kind)} and no values ${missing} it`,
    );
  }
}

function changesOnlyLabels(
  before: Change["before"],
  after: Change["after"],
  unknown: unknown,
): boolean {
  if (!isRecord(before) || !isRecord(after)) return false;
  const isSame = (name: string): boolean =>
    isEqual(before[name], after[name]) && !(isRecord(unknown) && hasTrue(unknown[name]));
  const names = new Set([
    ...Object.keys(before),
    ...Object.keys(after),
    ...(isRecord(unknown) ? Object.keys(unknown) : []),
  ]);
  const changed = [...names].filter((name) => !isSame(name));
  return changed.length > 0 && changed.every((name) => labels.has(name));
}
