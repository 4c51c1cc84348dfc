import { deployTrustPolicy, planTrustPolicy } from "../src/deploy-trust";
import { deploymentsTo } from "../src/deployment";
import { deployments } from "../src/deployments";
import { accountId, deploymentOf, people, region } from "./fixture";

const github = {
  kind: "githubActions",
  repository: "owner/name",
  githubEnvironment: "prod",
  provider: "existing",
} as const;

describe("deploymentsTo", () => {
  it("finds the deployments to an account and region, and no others", () => {
    const here = deploymentOf(people);
    const elsewhere = { ...here, region: "eu-west-1" };
    expect(deploymentsTo({ accountId, region }, [here, elsewhere])).toEqual([here]);
  });

  it("reports everything that is wrong at once", () => {
    const wrong = () =>
      deploymentsTo({ accountId, region }, [
        { ...deploymentOf(), environment: "state" },
        deploymentOf({ kind: "roles", names: ["*"] }, { ...github, repository: "name" }),
      ]);
    expect(wrong).toThrow("must begin with a character of the role's name");
    expect(wrong).toThrow("must be like 'owner/name'");
    expect(wrong).toThrow("trust");
  });

  it("refuses an environment whose names would cover the state bucket", () => {
    const state = { ...deploymentOf(people), environment: "state" };
    expect(() => deploymentsTo({ accountId, region }, [state])).toThrow("must not be 'state'");
  });

  it("takes the list of this repository", () => {
    for (const one of deployments) expect(deploymentsTo(one, deployments)).toContainEqual(one);
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
