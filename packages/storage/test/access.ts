import type { Synthesised } from "@pictor/testing";
import { type AccessRequest, type Decision, decide, type PolicyDocument } from "@pictor/testing";

export const place = { accountId: "123456789012", region: "eu-central-1" };
export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";

/** One line of a table of expected answers. */
export type Row = Omit<AccessRequest, "accountId" | "resource"> & {
  readonly resource?: string;
  /** Whether the principal's own policies allow the action, as an administrator's would. */
  readonly own?: "*";
  readonly answer: "yes" | "no";
};

/** A policy as AWS gets it: with ARNs where Terraform has references. */
export function policyOf(synthesised: Synthesised, type: string): PolicyDocument {
  const text = String(synthesised.only(type).policy);
  return JSON.parse(text.replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, keyArn));
}

/** The rows whose answer is not the expected one. */
export async function wrongAnswers(
  policy: PolicyDocument,
  rows: readonly Row[],
  resource: string,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const row of rows) {
    const decision = await answer(policy, row, resource);
    if ((decision === "Allowed") !== (row.answer === "yes")) {
      wrong.push(`${row.principal} ${row.action} ${JSON.stringify(row.context)}: ${decision}`);
    }
  }
  return wrong;
}

/** Whether at least one row tells this policy from the right one. */
export async function isCaught(
  policy: PolicyDocument,
  rows: readonly Row[],
  resource: string,
): Promise<boolean> {
  for (const row of rows) {
    const decision = await answer(policy, row, resource);
    if ((decision === "Allowed") !== (row.answer === "yes")) return true;
  }
  return false;
}

function answer(policy: PolicyDocument, row: Row, resource: string): Promise<Decision> {
  const { own, answer: _, ...request } = row;
  return decide(
    { resource, ...request, accountId: place.accountId },
    {
      resource: policy,
      ...(own && {
        identity: {
          Version: "2012-10-17",
          Statement: [{ Sid: "Own", Effect: "Allow", Action: "*", Resource: "*" }],
        },
      }),
    },
  );
}
