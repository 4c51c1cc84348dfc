import type { PolicyDocument } from "./policy-evaluation";

const partition = "aws";

/** An administrator's policy: with it as an identity's own, what is refused, another policy refuses. */
export const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** The policy of a key that leaves everything to its account's identities. */
export function accountKeyPolicy(accountId: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  };
}
