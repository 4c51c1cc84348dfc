import { attributeChanges } from "../diff/attributes";
import type { Change } from "../plan/change";
import type { DriftRow } from "./review";

/** Sums up what changed outside of Terraform by type and attribute, the most frequent first. */
export function driftOf(drift: readonly Change[]): DriftRow[] {
  const rows = new Map<
    string,
    { readonly type: string; readonly attribute: string; readonly addresses: string[] }
  >();
  for (const change of drift) {
    for (const attribute of new Set(attributesOf(change))) {
      const key = JSON.stringify([change.type, attribute]);
      const row = rows.get(key) ?? { type: change.type, attribute, addresses: [] };
      row.addresses.push(change.address);
      rows.set(key, row);
    }
  }
  return [...rows.values()]
    .map(({ type, attribute, addresses }) => ({
      type,
      attribute,
      count: addresses.length,
      examples: addresses.slice(0, 3),
    }))
    .sort((a, b) => b.count - a.count);
}

function attributesOf(change: Change): string[] {
  if (change.kind === "destroy") return ["(deleted)"];
  if (change.kind === "moved" || change.kind === "noOp") return [];
  // The attribute itself, not the place inside of it: one row for a list whose items all differ.
  return attributeChanges(change).map(({ path }) => path.split(/[.[(]/)[0] ?? path);
}
