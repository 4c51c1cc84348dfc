import { attributeChanges } from "../diff/attributes";
import { type Change, changeKinds } from "../plan/change";
import type { ChangeGroup, ReviewedChange } from "./review";

/** Returns all that changes, by construct where its path is known, else by module; the most serious group first. */
export function groupsOf(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, ReviewedChange[]>();
  for (const change of changes) {
    if (change.kind === "noOp") continue;
    const name = groupName(change);
    const group = groups.get(name) ?? [];
    group.push(reviewed(change));
    groups.set(name, group);
  }
  return [...groups]
    .map(([name, members]) => ({ name, changes: [...members].sort(bySeriousness) }))
    .sort(
      (a, b) =>
        bySeriousness(a.changes[0] as ReviewedChange, b.changes[0] as ReviewedChange) ||
        (a.name < b.name ? -1 : 1),
    );
}

function bySeriousness(a: ReviewedChange, b: ReviewedChange): number {
  return changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind);
}

/** Stack and top-level construct: what somebody wrote as one thing. */
function groupName({ constructPath, module }: Change): string {
  if (constructPath !== undefined) return constructPath.split("/").slice(0, 2).join("/");
  return module === "" ? "root module" : module;
}

function reviewed(change: Change): ReviewedChange {
  const { address, previousAddress, importId, deposed, type, kind, createsFirst } = change;
  return {
    address,
    ...(previousAddress !== undefined && { previousAddress }),
    ...(importId !== undefined && { importId }),
    ...(deposed !== undefined && { deposed }),
    type,
    kind,
    createsFirst,
    attributes: attributeChanges(change, change.replacePaths),
  };
}
