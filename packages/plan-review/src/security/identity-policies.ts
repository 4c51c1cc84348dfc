import type { Change } from "../plan/change";
import type { Statement } from "../policy/document";
import { type Facts, present, statements } from "./resources";

/** One statement of a policy that says what an identity may do. */
export interface IdentityStatement {
  readonly change: Change;
  readonly statement: Statement;
}

/** Statements of all policies of identities in the plan. */
export function identityPolicies(facts: Facts): readonly IdentityStatement[] {
  return present(
    facts,
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
  ).flatMap((change) => statements(change).map((statement) => ({ change, statement })));
}
