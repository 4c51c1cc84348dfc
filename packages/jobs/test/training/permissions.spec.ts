import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  accountKeyPolicy,
  type ExpectedAnswer,
  isCaught,
  type PolicyDocument,
  policyMutants,
  statementProblems,
  synthesisedPolicies,
  wrongAnswers,
} from "@pictor/testing";
import { trainingMachine } from "../../src/training/training-machine";
import { type Asked, at, describeMachineRole, joinPolicies, object, rowsOf } from "../permissions";
import { buildTraining, encryptionKey, place, topic } from "../stack";
import { inputs } from "./world";

const { accountId, region } = place;
const job = (name: string) => at("sagemaker", `training-job/${name}`);
const own = job("pictures-training-0123456789abcdef-1");
const rule = at("events", "rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule");
const step = at("lambda", "function:pictures-training-step:live");
const jobRole = `arn:aws:iam::${accountId}:role/pictures-training-job-us-east-1`;
const toSageMaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };
const stream = (group: string, name: string) => at("logs", `log-group:${group}:log-stream:${name}`);
const group = "/aws/sagemaker/TrainingJobs";
const repository = `arn:aws:ecr:${region}:763104351884:repository/pytorch-training`;

const { out } = buildTraining({
  network: {
    subnetIds: ["subnet-1"],
    subnetArns: [at("ec2", "subnet/subnet-1")],
    createSecurityGroup: (scope, id, description) =>
      new SecurityGroup(scope, id, { name: "training", description, vpcId: "vpc-1" }),
    allowS3: () => undefined,
  },
});
const policies = synthesisedPolicies(JSON.parse(out.text()), (reference) => {
  if (reference.startsWith("aws_iam_role.")) return jobRole;
  if (reference.includes("registry_id")) return "763104351884";
  return reference.startsWith("aws_security_group.") ? "sg-1" : reference;
});

const policyOf = (role: RegExp): PolicyDocument =>
  joinPolicies(policies, ({ address }) => role.test(address));

/** What each service that the machine calls takes. */
const needs: Readonly<Record<string, readonly Asked[]>> = {
  "sagemaker:createTrainingJob.sync": [
    ["sagemaker:CreateTrainingJob", own],
    ["sagemaker:DescribeTrainingJob", own],
    ["sagemaker:StopTrainingJob", own],
    ["sagemaker:AddTags", own],
    ["sagemaker:ListTags", own],
    ["iam:PassRole", jobRole, toSageMaker],
    ["events:PutTargets", rule],
    ["events:PutRule", rule],
    ["events:DescribeRule", rule],
  ],
  "aws-sdk:sagemaker:describeTrainingJob": [["sagemaker:DescribeTrainingJob", own]],
  "aws-sdk:sagemaker:stopTrainingJob": [["sagemaker:StopTrainingJob", own]],
  "lambda:invoke": [["lambda:InvokeFunction", step]],
  "sns:publish": [["sns:Publish", topic.arn]],
};
const forbidden: readonly Asked[] = [
  ["sagemaker:CreateTrainingJob", job("others-training-1")],
  ["sagemaker:CreateTrainingJob", own.replace(region, "us-west-2")],
  ["sagemaker:StopTrainingJob", job("others-training-1")],
  ["sagemaker:DeleteTags", own],
  ["sagemaker:CreateTransformJob", at("sagemaker", "transform-job/pictures-training-1")],
  ["iam:PassRole", jobRole, { "iam:PassedToService": "lambda.amazonaws.com" }],
  ["iam:PassRole", jobRole],
  ["iam:PassRole", `${jobRole}-other`, toSageMaker],
  ["iam:GetRole", jobRole],
  ["events:PutRule", at("events", "rule/others")],
  ["events:DeleteRule", rule],
  ["lambda:InvokeFunction", at("lambda", "function:others:live")],
  ["lambda:UpdateFunctionCode", step],
  ["sns:Publish", `${topic.arn}-others`],
  ["sns:Subscribe", topic.arn],
  ["s3:GetObject", object("training/data/a.jpg")],
];

describe("the machine's role", () => {
  describeMachineRole({
    ...{ needs, forbidden },
    role: policyOf(/Training_Machine_Role/),
    roleName: "pictures-training-us-east-1",
    definition: trainingMachine(inputs),
    // No other action of IAM has the condition's key.
    changesNothing: ['PassJobRole: Action is "iam:*"'],
  });
});

describe("the jobs' role", () => {
  const role = policyOf(/Training_JobRole/);
  const policiesOf =
    (identity: PolicyDocument) =>
    ({ action }: ExpectedAnswer) => ({
      identity,
      ...(action.startsWith("kms:") && { resource: accountKeyPolicy(accountId) }),
    });
  const grant = { "kms:GrantIsForAWSResource": "true" };
  const metrics = { "cloudwatch:namespace": "/aws/sagemaker/TrainingJobs" };
  const networkInterface = at("ec2", "network-interface/eni-1");
  const rows = [
    ...rowsOf(
      "pictures-training-job-us-east-1",
      [
        ...["data/d/a.jpg", "code/c/sourcedir.tar.gz", "runs/r/checkpoints/1"].map(
          (key): Asked => ["s3:GetObject", object(`training/${key}`)],
        ),
        ["s3:ListBucket", "arn:aws:s3:::pictures-payloads", { "s3:prefix": "training/data/d/" }],
        ["s3:PutObject", object("training/runs/r/checkpoints/1")],
        ["logs:CreateLogStream", stream(group, "pictures-training-r-1/algo-1-1")],
        ["logs:PutLogEvents", stream(group, "pictures-training-r-1/algo-1-1")],
        ["logs:DescribeLogStreams", at("logs", `log-group:${group}`)],
        ["cloudwatch:PutMetricData", "*", metrics],
        ["ecr:GetAuthorizationToken", "*"],
        ...["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"].map(
          (each): Asked => [`ecr:${each}`, repository],
        ),
        ["kms:CreateGrant", encryptionKey.arn, grant],
        ...["DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs"].map(
          (each): Asked => [`ec2:Describe${each}`, "*"],
        ),
        ...["subnet/subnet-1", "security-group/sg-1", "network-interface/eni-1"].map(
          (each): Asked => ["ec2:CreateNetworkInterface", at("ec2", each)],
        ),
        ["ec2:CreateNetworkInterfacePermission", networkInterface],
        ["ec2:DeleteNetworkInterface", networkInterface],
        ["ec2:DeleteNetworkInterfacePermission", networkInterface],
      ],
      "yes",
    ),
    ...rowsOf(
      "pictures-training-job-us-east-1",
      [
        ["s3:PutObject", object("training/data/d/a.jpg")],
        ["s3:PutObject", object("training/code/c/sourcedir.tar.gz")],
        ["s3:GetObject", object("batch/in/a.jpg")],
        ["s3:DeleteObject", object("training/runs/r/checkpoints/1")],
        ["logs:PutLogEvents", stream(group, "others-training-r-1/algo-1-1")],
        ["logs:CreateLogStream", stream("/aws/sagemaker/TransformJobs", "pictures-training-r-1")],
        ["logs:DescribeLogStreams", at("logs", "log-group:others")],
        ["logs:DeleteLogGroup", at("logs", `log-group:${group}`)],
        ["logs:DeleteLogStream", stream(group, "pictures-training-r-1/algo-1-1")],
        ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "AWS/Lambda" }],
        ["cloudwatch:DeleteAlarms", at("cloudwatch", "alarm:x")],
        ["ecr:BatchGetImage", `${repository}-other`],
        ["ecr:PutImage", repository],
        ["ecr:CreateRepository", "*"],
        ["kms:CreateGrant", encryptionKey.arn],
        ["kms:CreateGrant", `${encryptionKey.arn}2`, grant],
        ["kms:RevokeGrant", encryptionKey.arn, grant],
        ["ec2:CreateNetworkInterface", at("ec2", "subnet/subnet-9")],
        ["ec2:CreateNetworkInterface", at("ec2", "security-group/sg-9")],
        ["ec2:DeleteNetworkInterface", networkInterface.replace(region, "us-west-2")],
        ["ec2:ModifyNetworkInterfaceAttribute", networkInterface],
        ["ec2:DescribeInstances", "*"],
        ["sagemaker:CreateTrainingJob", own],
      ],
      "no",
    ),
  ];

  it("reads data and sources, writes its runs, its log and its metrics, and pulls its image", async () => {
    expect(await wrongAnswers(rows, policiesOf(role))).toEqual([]);
  });

  it("has no permission that the table would not miss, and none that is wider unnoticed", async () => {
    const granted = [
      "TrainingData",
      "TrainingCode",
      "TrainingCheckpoints",
      "TrainingResults",
      "List",
    ];
    const mutants = policyMutants({
      ...role,
      Statement: role.Statement.filter(({ Sid }) => !granted.includes(String(Sid))),
    });
    const rest = role.Statement.filter(({ Sid }) => granted.includes(String(Sid)));
    const unnoticed: string[] = [];
    for (const { change, policy } of mutants) {
      const identity = { ...policy, Statement: [...policy.Statement, ...rest] };
      if (!(await isCaught(rows, policiesOf(identity)))) unnoticed.push(change);
    }
    // No other action of CloudWatch has a namespace.
    expect(unnoticed).toEqual(['PublishMetrics: Action is "cloudwatch:*"']);
  });

  it("has only statements that apply", async () => {
    expect((await Promise.all(role.Statement.map(statementProblems))).flat()).toEqual([]);
  });
});

describe("the function's role", () => {
  it("reads and writes runs alone", async () => {
    const role = policyOf(/Training_Function_Role/);
    const rows = [
      ...rowsOf(
        "f",
        [
          ["s3:GetObject", object("training/runs/r/run.json")],
          ["s3:PutObject", object("training/runs/r/run.json")],
        ],
        "yes",
      ),
      ...rowsOf(
        "f",
        [
          ["s3:GetObject", object("training/data/a")],
          ["s3:PutObject", object("training/code/a")],
        ],
        "no",
      ),
    ];
    expect(await wrongAnswers(rows, () => ({ identity: role }))).toEqual([]);
  });
});
