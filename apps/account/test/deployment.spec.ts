import * as z from "zod";
import { deployTrustPolicy, planTrustPolicy } from "../src/deploy-trust";
import { deploymentsTo } from "../src/deployment";
import { readEnvironments } from "../src/environments";
import type { DeployTrust } from "../src/options";
import { accountId, deploymentOf, people, region } from "./fixture";

const github = {
  kind: "githubActions",
  repository: "owner/name",
  githubEnvironment: "prod",
  provider: "existing",
} as const;

describe("deploymentsTo", () => {
  const environmentOf = (...deployers: readonly DeployTrust[]) => ({
    name: "prod",
    accountId,
    region,
    deployers,
    capacity: "none of the account's business",
  });

  it("finds the environments in an account and region, and no others", () => {
    const elsewhere = { ...environmentOf(people), region: "eu-west-1" };
    expect(deploymentsTo({ accountId, region }, [environmentOf(people), elsewhere])).toEqual([
      deploymentOf(people),
    ]);
  });

  it("reports everything that is wrong at once", () => {
    const wrong = () =>
      deploymentsTo({ accountId, region }, [
        { ...environmentOf(), name: "state" },
        environmentOf({ kind: "roles", names: ["*"] }, { ...github, repository: "name" }),
      ]);
    expect(wrong).toThrow("apps/image-classifier/environments");
    expect(wrong).toThrow("must begin with a character of the role's name");
    expect(wrong).toThrow("must be like 'owner/name'");
    expect(wrong).toThrow("deployers");
  });

  it.each([
    ["state", "the names of the state bucket begin like that"],
    ["account", "its state would be the account stack's"],
  ])("refuses the environment %s: %s", (name, reason) => {
    const named = { ...environmentOf(people), name };
    expect(() => deploymentsTo({ accountId, region }, [named])).toThrow(reason);
  });

  it("takes every environment of this repository", () => {
    const environments = z
      .array(z.object({ name: z.string(), accountId: z.string(), region: z.string() }))
      .parse(readEnvironments());
    expect(environments.length).toBeGreaterThan(3);
    for (const one of environments) {
      const found = deploymentsTo(one, readEnvironments()).map(({ environment }) => environment);
      expect(found).toContain(one.name);
    }
  });
});

describe("the trust policy of a deploy role", () => {
  const trusted = (...trust: Parameters<typeof deploymentOf>) =>
    JSON.parse(deployTrustPolicy({ accountId, region }, trust)).Statement;

  it("matches roles of the account by ARN, so that they need not exist", () => {
    expect(trusted({ kind: "roles", names: ["Deployer", "sso/*Deploy_*"] })).toEqual([
      {
        Sid: "Roles0",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:PrincipalArn": [
              "arn:aws:iam::123456789012:role/Deployer",
              "arn:aws:iam::123456789012:role/sso/*Deploy_*",
            ],
          },
        },
      },
    ]);
  });

  it("takes GitHub's jobs of one environment of one repository, made out to AWS", () => {
    expect(trusted(people, github)[1]).toEqual({
      Sid: "GithubActions1",
      Effect: "Allow",
      Principal: {
        Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:owner/name:environment:prod",
        },
      },
    });
  });
});

describe("planTrustPolicy", () => {
  it("trusts jobs on branches and pull requests of the repository, and no environment's", () => {
    const [statement] = JSON.parse(planTrustPolicy({ accountId, region }, [github])).Statement;
    expect(statement.Condition).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: {
        "token.actions.githubusercontent.com:sub": [
          "repo:owner/name:pull_request",
          "repo:owner/name:ref:refs/heads/*",
        ],
      },
    });
  });

  it("trusts the same roles as the deploy role's", () => {
    const place = { accountId, region };
    expect(planTrustPolicy(place, [people])).toBe(deployTrustPolicy(place, [people]));
  });
});
