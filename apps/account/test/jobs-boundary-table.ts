import type { ExpectedAnswer } from "@pictor/testing";
import { arn, tagged } from "./deploy-rows";
import { accountId, region } from "./fixture";

const rows =
  (answer: "yes" | "no") =>
  (
    actions: string,
    resource: string,
    context: Readonly<Record<string, string>> = {},
  ): readonly ExpectedAnswer[] =>
    actions.split(" ").map((action) => ({
      principal: `arn:aws:iam::${accountId}:role/pictor-prod-x`,
      action,
      resource,
      accountId,
      context,
      answer,
    }));
const yes = rows("yes");
const no = rows("no");

const here = { "aws:RequestedRegion": region };
const there = { "aws:RequestedRegion": "us-east-1" };
const elsewhere = (resource: string) => resource.replace(region, "us-east-1");
const verbs = ["Create", "Describe", "Stop"];
const kinds = ["Training", "Transform"] as const;

const write = "logs:CreateLogStream logs:PutLogEvents";
const log = (group: string, stream: string) =>
  arn("logs", `log-group:${group}:log-stream:${stream}`);
const observation: readonly ExpectedAnswer[] = [
  ...yes(write, log("/aws/lambda/pictor-prod-transform-step", "x")),
  ...no(write, log("/aws/lambda/pictor-dev-transform-step", "x")),
  ...no("logs:DeleteLogGroup logs:PutRetentionPolicy", log("/aws/lambda/pictor-prod-x", "x")),
  ...kinds.flatMap((kind) => [
    ...yes(write, log(`/aws/sagemaker/${kind}Jobs`, "pictor-prod-x/1")),
    ...no(write, log(`/aws/sagemaker/${kind}Jobs`, "pictor-dev-x/1")),
    ...no(write, elsewhere(log(`/aws/sagemaker/${kind}Jobs`, "pictor-prod-x/1"))),
    ...yes("logs:DescribeLogStreams", arn("logs", `log-group:/aws/sagemaker/${kind}Jobs`)),
  ]),
  ...no("logs:DescribeLogStreams", arn("logs", "log-group:/aws/lambda/x")),
  ...no("logs:DeleteLogGroup", arn("logs", "log-group:/aws/sagemaker/TrainingJobs")),
  ...yes(
    "logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies " +
      "logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery " +
      "xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments",
    "*",
    here,
  ),
  ...no(
    "logs:CreateLogDelivery xray:PutTraceSegments logs:PutResourcePolicy xray:GetSamplingRules",
    "*",
    there,
  ),
  ...no("logs:DeleteResourcePolicy logs:PutDestination xray:GetTraceSummaries", "*", here),
  ...no("xray:GetInsightSummaries", "*", here),
  ...yes("cloudwatch:PutMetricData", "*", {
    ...here,
    "cloudwatch:namespace": "/aws/sagemaker/TrainingJobs",
  }),
  ...no("cloudwatch:PutMetricData", "*", { ...here, "cloudwatch:namespace": "AWS/Lambda" }),
  ...no("cloudwatch:PutMetricData", "*", {
    ...there,
    "cloudwatch:namespace": "/aws/sagemaker/TrainingJobs",
  }),
];

const bucket = (environment: string) =>
  `arn:aws:s3:::pictor-${environment}-payloads-${accountId}-${region}`;
const own = { "aws:ResourceAccount": accountId };
const use = "s3:AbortMultipartUpload s3:GetObject s3:PutObject";
const key = arn("kms", "key/x");
const grant = { ...tagged("prod"), "kms:GrantIsForAWSResource": "true" };
const image = `arn:aws:ecr:${region}:763104351884:repository/pytorch-training`;
const pull = "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer";
const data: readonly ExpectedAnswer[] = [
  ...yes(use, `${bucket("prod")}/x`, own),
  ...no(use, `${bucket("dev")}/x`, own),
  ...no(use, `${bucket("prod")}/x`, { "aws:ResourceAccount": "999999999999" }),
  ...no("s3:DeleteObject s3:PutObjectAcl", `${bucket("prod")}/x`, own),
  ...yes("s3:ListBucket", bucket("prod"), own),
  ...no("s3:ListBucket", bucket("dev"), own),
  ...no("s3:ListBucket", bucket("prod"), { "aws:ResourceAccount": "999999999999" }),
  ...no("s3:DeleteBucket s3:PutBucketPolicy", bucket("prod"), own),
  ...yes("kms:Decrypt kms:GenerateDataKey", key, tagged("prod")),
  ...no("kms:Decrypt kms:GenerateDataKey", key, tagged("dev")),
  ...no("kms:Decrypt kms:GenerateDataKey", elsewhere(key), tagged("prod")),
  ...no("kms:ScheduleKeyDeletion kms:PutKeyPolicy", key, tagged("prod")),
  ...yes("kms:CreateGrant", key, grant),
  ...no("kms:CreateGrant", key, tagged("prod")),
  ...no("kms:CreateGrant", key, { ...grant, ...tagged("dev") }),
  ...no("kms:CreateGrant", elsewhere(key), grant),
  ...no("kms:RevokeGrant", key, grant),
  ...yes("ecr:GetAuthorizationToken", "*", here),
  ...no("ecr:GetAuthorizationToken", "*", there),
  ...no("ecr:CreateRepository", "*", here),
  ...yes(pull, image),
  ...no(pull, elsewhere(image)),
  ...no("ecr:PutImage ecr:DeleteRepository", image),
];

const job = (kind: (typeof kinds)[number], name: string) =>
  arn("sagemaker", `${kind.toLowerCase()}-job/${name}`);
const names = { Training: "training", Transform: "transform" } as const;
const jobs: readonly ExpectedAnswer[] = kinds.flatMap((kind) => {
  const keep = [
    ...verbs.map((verb) => `sagemaker:${verb}${kind}Job`),
    "sagemaker:AddTags",
    "sagemaker:ListTags",
  ].join(" ");
  const name = `pictor-prod-${names[kind]}-1`;
  return [
    ...yes(keep, job(kind, name)),
    ...no(keep, job(kind, name.replace("prod", "dev"))),
    ...no(keep, job(kind, `pictor-prod-${names[kind]}`)),
    ...no(keep, elsewhere(job(kind, name))),
    ...no("sagemaker:DeleteTags", job(kind, name)),
    ...yes(
      "events:DescribeRule events:PutRule events:PutTargets",
      arn("events", `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`),
    ),
    ...no(
      "events:DescribeRule events:PutRule events:PutTargets",
      elsewhere(arn("events", `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`)),
    ),
    ...no(
      "events:DeleteRule events:RemoveTargets",
      arn("events", `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`),
    ),
    ...yes("lambda:InvokeFunction", arn("lambda", `function:pictor-prod-${names[kind]}-step:live`)),
    ...no("lambda:InvokeFunction", arn("lambda", `function:pictor-dev-${names[kind]}-step:live`)),
    ...no(
      "lambda:InvokeFunction",
      elsewhere(arn("lambda", `function:pictor-prod-${names[kind]}-step:live`)),
    ),
    ...no("lambda:GetFunction", arn("lambda", `function:pictor-prod-${names[kind]}-step:live`)),
  ];
});

const passed = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });
const role = (name: string) =>
  `arn:aws:iam::${accountId}:role/pictor-${name}-${region}-training-job`;
const machine = (name: string) => arn("states", `stateMachine:pictor-${name}-transform`);
const topic = (environment: string) => arn("sns", `pictor-${environment}-x`);
const rest: readonly ExpectedAnswer[] = [
  ...no(
    "events:PutRule events:PutTargets events:DescribeRule",
    arn("events", "rule/pictor-prod-x"),
  ),
  ...no("sagemaker:CreateProcessingJob", arn("sagemaker", "processing-job/pictor-prod-training-1")),
  ...no("sagemaker:CreateEndpoint", arn("sagemaker", "endpoint/pictor-prod-x")),
  ...yes("iam:PassRole", role("prod"), passed("sagemaker")),
  ...no("iam:PassRole", role("prod"), passed("lambda")),
  ...no("iam:PassRole", role("prod")),
  ...no("iam:PassRole", role("dev"), passed("sagemaker")),
  ...no("iam:GetRole iam:PutRolePolicy", role("prod"), passed("sagemaker")),
  ...no("lambda:InvokeFunction", arn("lambda", "function:pictor-prod-predict:live")),
  ...yes("states:StartExecution", machine("prod")),
  ...no("states:StartExecution", machine("dev")),
  ...no("states:StartExecution", elsewhere(machine("prod"))),
  ...no("states:UpdateStateMachine states:DeleteStateMachine", machine("prod")),
  ...yes("sns:Publish", topic("prod")),
  ...no("sns:Publish", topic("dev")),
  ...no("sns:Publish", elsewhere(topic("prod"))),
  ...no("sns:Subscribe sns:DeleteTopic", topic("prod")),
  ...no("ec2:CreateNetworkInterface", arn("ec2", "subnet/subnet-1")),
  ...no("sts:AssumeRole", role("prod")),
];

/** What a role of the jobs of `prod` could do at the most, and what not. */
export const jobsBoundaryTable: readonly ExpectedAnswer[] = [
  ...observation,
  ...data,
  ...jobs,
  ...rest,
];
