import { isEqual } from "../plan/json";
import { grantsOf } from "./covers";
import type { Statement } from "./document";
import { conditionText, grantsWith, widened, widenedBy } from "./widened";

/** What happened to one statement of a policy. */
export interface StatementChange {
  readonly change: "added" | "removed" | "widened" | "narrowed" | "rewritten";
  /** The statement in one line: as it is after, or was before if it is removed. */
  readonly statement: string;
  /** Who may do what that was not allowed before. */
  readonly wider: readonly string[];
}

/** Compares two policies statement by statement; those that only changed their place are left out. */
export function compareStatements(
  before: readonly Statement[],
  after: readonly Statement[],
): StatementChange[] {
  const old = before.filter((statement) => !after.some((other) => isEqual(other, statement)));
  const fresh = after.filter((statement) => !before.some((other) => isEqual(other, statement)));
  const pairs = fresh.map((statement) => ({
    statement,
    was: old.find(
      ({ sid, effect }) =>
        sid !== undefined && sid === statement.sid && effect === statement.effect,
    ),
  }));
  const removed = old.filter((statement) => !pairs.some(({ was }) => was === statement));
  const allowedBefore = grantsWith("Allow", before);
  return [
    ...pairs.map(({ statement, was }): StatementChange => {
      const others = before.filter((each) => each !== was);
      const wider = widenedBy({
        gone: was === undefined ? [] : grantsOf(was),
        come: grantsOf(statement),
        allowedBefore,
        deniedAfter: grantsWith("Deny", [...others, statement]),
      });
      return { change: changeOf(was, statement, wider), statement: textOf(statement), wider };
    }),
    ...removed.map(
      (statement): StatementChange => ({
        change: "removed",
        statement: textOf(statement),
        wider:
          statement.effect === "Deny"
            ? widened(
                [statement],
                after.filter(({ effect }) => effect === "Deny"),
              )
            : [],
      }),
    ),
  ];
}

function changeOf(
  was: Statement | undefined,
  is: Statement,
  wider: readonly string[],
): StatementChange["change"] {
  if (was === undefined) return "added";
  if (wider.length > 0) return "widened";
  return widened([is], [was]).length > 0 ? "narrowed" : "rewritten";
}

function textOf(statement: Statement): string {
  const { sid, effect, conditions } = statement;
  const part = (names?: readonly string[], notNames?: readonly string[]) =>
    names?.join(", ") ?? (notNames === undefined ? undefined : `all except ${notNames.join(", ")}`);
  const who = part(statement.principals, statement.notPrincipals);
  const what = part(statement.actions, statement.notActions) ?? "nothing";
  const where = part(statement.resources, statement.notResources);
  return [
    sid === undefined ? "" : `${sid}: `,
    effect,
    who === undefined ? "" : ` ${who === "*" ? "anybody" : who}`,
    ` ${what}`,
    where === undefined ? "" : ` on ${where}`,
    conditions.length === 0 ? "" : ` where ${conditions.map(conditionText).join(" and ")}`,
  ].join("");
}
