import { isToken, printed } from "./token";

/** Problems of a prop that takes one of a few words; empty if valid. */
export function wordProblems(
  prop: string,
  value: string | number,
  words: readonly (string | number)[],
): string[] {
  return words.includes(value)
    ? []
    : [`${prop} must be one of ${words.join(", ")}, got ${printed(value)}`];
}

/** Problems of a list whose items are read at synthesis, each by itself; empty if valid. */
export function listProblems<Item>(
  prop: string,
  items: readonly Item[],
  problemsOf: (item: Item) => string[] = () => [],
): string[] {
  // CDKTF encodes a list that only Terraform knows as a list of one text.
  const [first] = items as readonly unknown[];
  return typeof first === "string" && first.startsWith("#{")
    ? [`${prop} must be a list whose items are known at synthesis, got a token for the whole list`]
    : items.flatMap(problemsOf);
}

/** Problems of a calendar day as `2026-11-28`; empty if valid, or if there is none. */
export function dayProblems(prop: string, day: string | undefined): string[] {
  return day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)))
    ? []
    : [`${prop} must be a day such as '2026-11-28', got ${printed(day)}`];
}

/**
 * Problems of an IAM role's name that a policy matches letter by letter; empty if valid.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function roleNameProblems(prop: string, name: string): string[] {
  return !isToken(name) && /^[\w+=,.@-]{1,64}$/.test(name)
    ? []
    : [
        `${prop} must be a literal of 1 to 64 letters, digits and '_+=,.@-', which the model store's policy names, got ${printed(name)}`,
      ];
}

/** @throws Error with all problems, if there are any: where nothing can be built of props that have them */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("; "));
}
