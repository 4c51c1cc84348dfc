import { createHash } from "node:crypto";
import {
  type AwsPlace,
  type PolicyStatement,
  partitionOf,
  policyDocument,
} from "@pictor/contracts";

/** The statements of a policy that still grows; one that is added twice counts once. */
export class PolicyStatements {
  private readonly statements = new Map<string, PolicyStatement>();

  public constructor(initial: readonly PolicyStatement[]) {
    for (const statement of initial) this.add(statement);
  }

  public add(statement: PolicyStatement): void {
    this.statements.set(JSON.stringify(statement), statement);
  }

  /** The policy document, as JSON. Statements that would have the same Sid get a part of their hash behind it. */
  public toString(): string {
    const statements = [...this.statements.values()];
    const sids = statements.map(({ Sid }) => Sid);
    const isShared = ({ Sid }: PolicyStatement): boolean =>
      sids.indexOf(Sid) !== sids.lastIndexOf(Sid);
    return policyDocument(
      statements.map((statement) =>
        isShared(statement) ? { ...statement, Sid: statement.Sid + hashOf(statement) } : statement,
      ),
    );
  }
}

function hashOf(statement: PolicyStatement): string {
  return createHash("sha256").update(JSON.stringify(statement)).digest("hex").slice(0, 8);
}

/**
 * ARN that stands for an account.
 *
 * In a key's policy it hands the decision to the account's IAM policies; as `aws:PrincipalArn` it is the root user alone.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function accountRootArn(place: AwsPlace): string {
  return `arn:${partitionOf(place.region)}:iam::${place.accountId}:root`;
}

/** A name as part of a Sid, which takes letters and digits only. */
export function sidPart(name: string): string {
  return name.replaceAll(/(?:^|[^a-z0-9]+)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
