import { findHazards } from "../hazards/find-hazards";
import type { Facts } from "../hazards/rule";
import type { Change } from "../plan/change";
import { isRecord } from "../plan/json";
import type { Hazard } from "../review/review";
import { securityRules } from "./register";

/** What the security pack finds. */
export interface Weaknesses {
  /** Exist after the apply, and did not before. */
  readonly fresh: readonly Hazard[];
  /** Existed before, and the plan does not remove them. */
  readonly standing: readonly Hazard[];
}

/** Runs the security pack on what there is after the apply and on what there was before, and compares. */
export function findWeaknesses(facts: Facts): Weaknesses {
  const after = findHazards(facts, securityRules);
  if (after.length === 0) return { fresh: [], standing: [] };
  const was = findHazards({ ...facts, changes: facts.changes.flatMap(before) }, securityRules);
  const known = new Set(was.map(keyOf));
  return {
    fresh: after.filter((hazard) => !known.has(keyOf(hazard))),
    standing: after.filter((hazard) => known.has(keyOf(hazard))),
  };
}

/** A resource as it was, as if nothing happened to it. */
function before(change: Change): readonly Change[] {
  if (!isRecord(change.before)) return [];
  return [{ ...change, kind: "noOp", after: change.before, unknown: false }];
}

function keyOf({ rule, address, reason }: Hazard): string {
  return JSON.stringify([rule, address, reason]);
}
