import { identityChanges, stackIdentities } from "@pictor/testing";
import { Testing } from "cdktf";
import { AccountStack } from "../src/account-stack";
import { deploymentsTo } from "../src/deployment";
import { readEnvironments } from "../src/environments";
import before from "./deployed-stacks.json";

/** A difference from the stacks that are deployed, with the reason why it is intended. */
interface Intended {
  readonly address: RegExp;
  readonly attribute: string;
  readonly reason: string;
}

const ownBoundary = "each environment has a boundary of its own, which its deploy role must give";
const whatDeployingTakes =
  "the deploy role lacked what AWS asks for, and reached other environments";

const intended: readonly Intended[] = [
  { address: /^aws_iam_policy\.Workload/, attribute: "address", reason: ownBoundary },
  { address: /^aws_iam_policy\.Deploy\w+_Roles_/, attribute: "policy", reason: ownBoundary },
  {
    address: /^aws_iam_(role|policy|role_policy_attachment)\.Plan/,
    attribute: "address",
    reason: "an environment is planned by a role that reads",
  },
  {
    address: /^aws_cloudwatch_log_group\.(Training|Transform)Jobs/,
    attribute: "address",
    reason: "SageMaker writes the jobs of an account to two log groups",
  },
  {
    address: /^aws_kms_key\.StateKey_/,
    attribute: "policy",
    reason: "the key encrypts the logs of jobs",
  },
  {
    address: /^aws_iam_policy\.Jobs|^aws_iam_(policy|role_policy_attachment)\.Deploy\w+_Jobs/,
    attribute: "address",
    reason: "an environment has jobs, with a boundary of their own and machines to deploy",
  },
  {
    address: /^aws_iam_(policy|role_policy_attachment)\.Deploy\w+_Checks/,
    attribute: "address",
    reason: "the checks of preflight and verify read the account as the deploy role",
  },
  {
    address: /^aws_iam_policy\.Deploy\w+_(Data|Gateway|Network|Scaling|Service)_/,
    attribute: "policy",
    reason: whatDeployingTakes,
  },
  {
    address: /^aws_iam_(policy|role_policy_attachment)\.Deploy\w+_Capacity/,
    attribute: "address",
    reason: "an adaptive environment has a capacity controller, with parameters and a schedule",
  },
  {
    address: /^aws_iam_role_policy\.GatewayLogs_Write_/,
    attribute: "policy",
    reason: "DescribeLogGroups has no resource, and allowed nothing on an ARN",
  },
];

const accountIds = Object.keys(before).map((name) => name.replace("account-", ""));

const changes = accountIds.flatMap((accountId) => {
  const account = { accountId, region: "us-east-1", state: { kind: "s3" } } as const;
  const name = `account-${accountId}` as keyof typeof before;
  const own = deploymentsTo(account, readEnvironments());
  const stack = new AccountStack(Testing.app(), "account", account, own);
  return identityChanges(before[name], stackIdentities(Testing.synth(stack))).map((change) => ({
    stack: name,
    ...change,
  }));
});

const explains = (row: Intended, change: (typeof changes)[number]): boolean =>
  row.address.test(change.address) && row.attribute === change.attribute;

describe("an account that is set up", () => {
  it("keeps every address, name and policy: a refactoring replaces no resource", () => {
    expect(changes.filter((change) => !intended.some((row) => explains(row, change)))).toEqual([]);
  });

  it("differs where its owner was told why, and nowhere else", () => {
    const stale = intended.filter((row) => !changes.some((change) => explains(row, change)));
    expect(stale).toEqual([]);
  });
});
