import {
  type AwsPlace,
  type PolicyStatement,
  partitionOf,
  policyDocument,
  roleArn,
} from "@pictor/contracts";
import type { DeployTrust } from "./options";

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
export function deployTrustPolicy(place: AwsPlace, trust: readonly DeployTrust[]): string {
  return policyDocument(
    trust.map((one, index) =>
      trustStatement(place, one, index, (github) => ({
        StringEquals: {
          [subject]: `${repositoryOf(github)}:environment:${github.githubEnvironment}`,
        },
      })),
    ),
  );
}

/**
 * Trust policy of a plan role. Unlike a deploy role it trusts jobs of GitHub Actions on every branch and pull request of
 * the repository: they have no GitHub environment, because nobody approves a plan. GitHub gives forks no token.
 */
export function planTrustPolicy(place: AwsPlace, trust: readonly DeployTrust[]): string {
  return policyDocument(
    trust.map((one, index) =>
      trustStatement(place, one, index, (github) => ({
        StringLike: {
          [subject]: [
            `${repositoryOf(github)}:pull_request`,
            `${repositoryOf(github)}:ref:refs/heads/*`,
          ],
        },
      })),
    ),
  );
}

type GithubTrust = Extract<DeployTrust, { readonly kind: "githubActions" }>;

const subject = `${githubHost}:sub`;

function repositoryOf({ repository }: GithubTrust): string {
  return `repo:${repository}`;
}

function trustStatement(
  place: AwsPlace,
  trust: DeployTrust,
  index: number,
  jobs: (trust: GithubTrust) => Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): PolicyStatement {
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
        Condition: withAudience(jobs(trust)),
      };
  }
}

function withAudience(jobs: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const { StringEquals = {}, ...rest } = jobs;
  return {
    StringEquals: { [`${githubHost}:aud`]: githubAudience, ...StringEquals },
    ...rest,
  };
}
