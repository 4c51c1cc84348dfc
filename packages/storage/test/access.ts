import {
  type ExpectedAnswer,
  everything,
  isCaught as isCaughtBy,
  type Policies,
  type PolicyDocument,
  type Synthesised,
  wrongAnswers as wrongOf,
} from "@pictor/testing";

export const place = { accountId: "123456789012", region: "eu-central-1" };
export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";

/** One line of a table of expected answers. */
export type Row = Omit<ExpectedAnswer, "accountId" | "resource"> & {
  readonly resource?: string;
  /** Whether the principal's own policies allow the action, as an administrator's would. */
  readonly own?: "*";
};

/** A policy as AWS gets it: with ARNs where Terraform has references. */
export function policyOf(synthesised: Synthesised, type: string): PolicyDocument {
  const text = String(synthesised.single(type).policy);
  return JSON.parse(text.replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, keyArn));
}

/** The rows whose answer is not the expected one. */
export function wrongAnswers(
  policy: PolicyDocument,
  rows: readonly Row[],
  resource: string,
): Promise<readonly string[]> {
  return wrongOf(requests(rows, resource), policiesWith(policy));
}

/** Whether at least one row tells this policy from the right one. */
export function isCaught(
  policy: PolicyDocument,
  rows: readonly Row[],
  resource: string,
): Promise<boolean> {
  return isCaughtBy(requests(rows, resource), policiesWith(policy));
}

type Request = ExpectedAnswer & Pick<Row, "own">;

function requests(rows: readonly Row[], resource: string): readonly Request[] {
  return rows.map((row) => ({ resource, ...row, accountId: place.accountId }));
}

const policiesWith =
  (resource: PolicyDocument) =>
  ({ own }: Request): Policies => ({
    resource,
    ...(own && { identity: everything }),
  });
