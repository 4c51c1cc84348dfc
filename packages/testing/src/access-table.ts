import { type AccessRequest, decide, type Policies } from "./policy-evaluation";

/** One line of a table of expected answers. */
export interface ExpectedAnswer extends AccessRequest {
  readonly answer: "yes" | "no";
}

/** The lines whose answer is not the expected one, each with the decision. None means that the policies are right. */
export async function wrongAnswers<Row extends ExpectedAnswer>(
  rows: readonly Row[],
  policiesOf: (row: Row) => Policies,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for await (const text of walk(rows, policiesOf)) wrong.push(text);
  return wrong;
}

/** Whether at least one line tells these policies from the right ones. */
export async function isCaught<Row extends ExpectedAnswer>(
  rows: readonly Row[],
  policiesOf: (row: Row) => Policies,
): Promise<boolean> {
  const { done } = await walk(rows, policiesOf).next();
  return done !== true;
}

async function* walk<Row extends ExpectedAnswer>(
  rows: readonly Row[],
  policiesOf: (row: Row) => Policies,
): AsyncGenerator<string, undefined> {
  for (const row of rows) {
    const { answer, principal, action, resource, context } = row;
    const decision = await decide(row, policiesOf(row));
    if ((decision === "Allowed") !== (answer === "yes")) {
      yield `${principal} ${action} ${resource} ${JSON.stringify(context)}: ${decision}`;
    }
  }
  return undefined;
}
