/** One statement of a policy, in IAM's own words. */
export interface PolicyStatement {
  /** Says what the statement is for; unique in its policy. Letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Whom it concerns; absent in an identity's policy. */
  readonly Principal?:
    | "*"
    | { readonly AWS: string }
    | { readonly Service: string }
    | { readonly Federated: string };
  readonly Action: string | readonly string[];
  /** What it concerns; absent in a role's trust policy. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A policy document, as JSON. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Trust policy of a role that an AWS service takes on for this account, and for no other (the confused deputy). */
export function serviceTrust(service: string, accountId: string): string {
  return policyDocument([
    {
      Sid: "OwnAccount",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
  ]);
}
