import {
  accountKeyPolicy,
  type ExpectedAnswer,
  everything,
  isCaught,
  type PolicyDocument,
  policyMutants,
  wrongAnswers,
} from "@pictor/testing";
import { accountId, boundaryArn, policyNamed } from "./fixture";

const boundary = policyNamed("WorkloadBoundary");
const role = "arn:aws:iam::123456789012:role/pictor-prod-x";
const region = "eu-central-1";

const rows = (
  answer: "yes" | "no",
  resource: string,
  actions: string,
  context: Readonly<Record<string, string>> = {},
): readonly ExpectedAnswer[] =>
  actions
    .split(" ")
    .map((action) => ({ principal: role, action, resource, accountId, context, answer }));
const key = `arn:aws:kms:${region}:${accountId}:key/k`;
const toSagemaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };

/** What a role could do at the most that gave itself the policy of an administrator. */
const table = [
  ...rows("yes", key, "kms:Decrypt"),
  ...rows("no", key, "kms:PutKeyPolicy kms:ScheduleKeyDeletion"),
  ...rows("yes", "arn:aws:s3:::b/k", "s3:GetObject s3:PutObject"),
  ...rows("yes", `arn:aws:sagemaker:${region}:${accountId}:endpoint/e`, "sagemaker:InvokeEndpoint"),
  ...rows("yes", `arn:aws:logs:${region}:${accountId}:log-group:g`, "logs:PutRetentionPolicy"),
  ...rows("yes", `arn:aws:lambda:${region}:${accountId}:function:f`, "lambda:InvokeFunction"),
  ...rows("yes", `arn:aws:sns:${region}:${accountId}:t`, "sns:Publish"),
  ...rows("yes", `arn:aws:sqs:${region}:${accountId}:q`, "sqs:SendMessage"),
  ...rows("yes", `arn:aws:states:${region}:${accountId}:stateMachine:m`, "states:StartExecution"),
  ...rows("yes", `arn:aws:events:${region}:${accountId}:event-bus/b`, "events:PutEvents"),
  ...rows("yes", `arn:aws:ecr:${region}:${accountId}:repository/r`, "ecr:BatchGetImage"),
  ...rows("yes", "*", "cloudwatch:PutMetricData xray:PutTraceSegments ec2:DescribeSubnets"),
  ...rows("yes", "*", "application-autoscaling:DescribeScalingActivities kms:ListAliases"),
  ...rows("yes", role, "iam:PassRole", toSagemaker),
  ...rows("no", role, "iam:PassRole", { "iam:PassedToService": "lambda.amazonaws.com" }),
  ...rows("no", "arn:aws:iam::123456789012:role/Admin", "iam:PassRole", toSagemaker),
  ...rows("no", role, "iam:CreateRole iam:PutRolePolicy iam:AttachRolePolicy sts:AssumeRole"),
  ...rows("no", boundaryArn, "iam:CreatePolicyVersion iam:DeletePolicy"),
  ...rows("no", "*", "organizations:LeaveOrganization kms:CreateKey account:CloseAccount"),
  ...rows(
    "no",
    "arn:aws:s3:::b",
    "s3:DeleteBucket s3:DeleteBucketPolicy s3:PutBucketPolicy s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration",
  ),
];

/** A role with the policy of an administrator, within a boundary or without. */
const policiesOf =
  (limit?: PolicyDocument) =>
  ({ action }: ExpectedAnswer) => ({
    identity: everything,
    ...(limit && { boundary: limit }),
    ...(action.startsWith("kms:") &&
      action !== "kms:CreateKey" && { resource: accountKeyPolicy(accountId) }),
  });
/** No other action of IAM knows to whom a role is passed. */
const changesNothing = 'PassOwnRoles: Action is "iam:*"';

describe("the boundary of every role", () => {
  it("holds off what would give a role more than it has", async () => {
    expect(await wrongAnswers(table, policiesOf(boundary))).toEqual([]);
  });

  it("is what holds it off: without it the same role could", async () => {
    const refused = table.filter(({ answer }) => answer === "no");
    expect(await wrongAnswers(refused, policiesOf())).toHaveLength(refused.length);
  });

  const mutants = policyMutants(boundary).filter(({ change }) => change !== changesNothing);
  it.each(mutants.map(({ change, policy }) => [change, policy] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(table, policiesOf(mutant))).toBe(true);
    },
  );
});
