import type { Condition, Statement } from "./document";

/** One principal, one action and one resource of a statement, with its conditions. */
export interface Grant {
  readonly effect: Statement["effect"];
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly conditions: readonly Condition[];
}

/** Stands for "whoever has the policy" in a policy of an identity. */
const holder = "its holder";

/** Marks the complement that `NotAction` and its like write. */
const except = "all except ";

/** Returns every combination that a statement allows or denies. */
export function grantsOf(statement: Statement): Grant[] {
  const { effect, conditions } = statement;
  const principals = listOf(statement.principals, statement.notPrincipals, holder);
  const actions = listOf(statement.actions, statement.notActions, "*");
  const resources = listOf(statement.resources, statement.notResources, "*");
  return principals.flatMap((principal) =>
    actions.flatMap((action) =>
      resources.map((resource) => ({ effect, principal, action, resource, conditions })),
    ),
  );
}

function listOf(
  names: readonly string[] | undefined,
  notNames: readonly string[] | undefined,
  missing: string,
): readonly string[] {
  if (names !== undefined) return names;
  if (notNames !== undefined) return [`${except}${[...notNames].sort().join(", ")}`];
  return [missing];
}

/** Whether every request that the narrow grant matches is matched by the wide one too. */
export function covers(wide: Grant, narrow: Grant): boolean {
  return (
    (wide.principal === "*" || wide.principal === narrow.principal) &&
    matches(wide.action, narrow.action) &&
    matches(wide.resource, narrow.resource) &&
    wide.conditions.every((condition) =>
      narrow.conditions.some((stricter) => isImplied(condition, stricter)),
    )
  );
}

/** Whether a pattern with `*` and `?` matches every name that another pattern matches. */
export function matches(wide: string, narrow: string): boolean {
  if (wide === "*" || wide === narrow) return true;
  if (!/[*?]/.test(wide)) return false;
  if (wide.startsWith(except) || narrow.startsWith(except)) return false;
  const source = wide
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*+/g, "[\\s\\S]*")
    .replaceAll("?", "[^*]");
  return new RegExp(`^${source}$`).test(narrow);
}

/** Whether a condition holds wherever the stricter one holds. */
function isImplied(condition: Condition, stricter: Condition): boolean {
  if (condition.operator !== stricter.operator || condition.key !== stricter.key) return false;
  // A negated operator wants none of its values, so that more values are stricter.
  const isNegated = /Not/.test(condition.operator);
  const [subset, superset] = isNegated
    ? [condition.values, stricter.values]
    : [stricter.values, condition.values];
  return subset.every((value) => superset.includes(value));
}
