import {
  type ArnPlace,
  type PolicyStatement,
  partitionOf,
  policyDocument,
  roleArn,
} from "@pictor/contracts";
import type { DeployTrust } from "./deployment";

/** Host of GitHub's OIDC provider, which is the provider's name in IAM. */
export const githubHost = "token.actions.githubusercontent.com";

/** Whom GitHub's tokens must be made out to. */
export const githubAudience = "sts.amazonaws.com";

/**
 * Trust policy of a deploy role: whoever one of the trusts names, and nobody else.
 *
 * Roles are matched by their ARN, since a policy that names a role as its principal is invalid until that role exists.
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export function deployTrustPolicy(place: ArnPlace, trust: readonly DeployTrust[]): string {
  return policyDocument(trust.map((one, index) => trustStatement(place, one, index)));
}

function trustStatement(place: ArnPlace, trust: DeployTrust, index: number): PolicyStatement {
  const iam = `arn:${partitionOf(place.region)}:iam::${place.accountId}`;
  switch (trust.kind) {
    case "roles":
      return {
        Sid: `Roles${index}`,
        Effect: "Allow",
        Principal: { AWS: `${iam}:root` },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:PrincipalArn": trust.names.map((name) => roleArn(place, name)) },
        },
      };
    case "githubActions":
      return {
        Sid: `GithubActions${index}`,
        Effect: "Allow",
        Principal: { Federated: `${iam}:oidc-provider/${githubHost}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${githubHost}:aud`]: githubAudience,
            [`${githubHost}:sub`]: `repo:${trust.repository}:environment:${trust.githubEnvironment}`,
          },
        },
      };
  }
}
