import { covers, type Grant, grantsOf } from "./covers";
import type { Condition, Statement } from "./document";

/**
 * Returns who may do what after a change of a policy and could not before, in sentences; empty if nobody may do more.
 *
 * The documents are compared by what they allow, not as text: a statement that was split, reordered or renamed widens
 * nothing. Something is taken to be wider unless one statement before allowed all of it: the answer may be too careful,
 * and is never too calm.
 */
export function widened(
  before: readonly Statement[],
  after: readonly Statement[],
): readonly string[] {
  return widenedBy({
    gone: before.flatMap(grantsOf),
    come: after.flatMap(grantsOf),
    allowedBefore: grantsWith("Allow", before),
    deniedAfter: grantsWith("Deny", after),
  });
}

/** Returns what statements of one effect allow or deny. */
export function grantsWith(
  effect: Statement["effect"],
  statements: readonly Statement[],
): readonly Grant[] {
  return statements.filter((statement) => statement.effect === effect).flatMap(grantsOf);
}

/** Statements that a change removes from a policy and adds to it. Those that stay cannot widen it. */
interface Exchange {
  readonly gone: readonly Grant[];
  readonly come: readonly Grant[];
  readonly allowedBefore: readonly Grant[];
  readonly deniedAfter: readonly Grant[];
}

/** Returns the sentences of {@link widened} for an exchange. */
export function widenedBy({ gone, come, allowedBefore, deniedAfter }: Exchange): readonly string[] {
  const allowed = come.filter(
    (grant) =>
      grant.effect === "Allow" &&
      !isCovered(grant, allowedBefore) &&
      !isCovered(grant, deniedAfter),
  );
  const noLongerDenied = gone.filter(
    (grant) => grant.effect === "Deny" && !isCovered(grant, deniedAfter),
  );
  return [
    ...new Set([
      ...allowed.map((grant) => `${subject(grant)} may now ${deed(grant)}`),
      ...noLongerDenied.map((grant) => `${subject(grant)} is no longer denied ${deed(grant)}`),
    ]),
  ];
}

function isCovered(grant: Grant, by: readonly Grant[]): boolean {
  return by.some((other) => covers(other, grant));
}

function subject({ principal }: Grant): string {
  return principal === "*" ? "anybody" : principal;
}

function deed({ action, resource, conditions }: Grant): string {
  const where = conditions.map(conditionText).join(" and ");
  return `${action} on ${resource}${where === "" ? "" : ` where ${where}`}`;
}

/** Writes a condition as words. */
export function conditionText({ operator, key, values }: Condition): string {
  return `${key} ${operator} ${values.join(" or ")}`;
}
