import type { ExpectedAnswer } from "@pictor/testing";
import { arn, no, yes } from "./deploy-rows";
import { accountId, region } from "./fixture";

const elsewhere = (resource: string) =>
  resource.replace(region, "us-east-1").replace(accountId, "999999999999");

const keep =
  "CreateStateMachine DeleteStateMachine DescribeStateMachine ListStateMachineVersions ListTagsForResource " +
  "TagResource UntagResource UpdateStateMachine";
const machine = (name: string) => arn("states", `stateMachine:${name}`);
const machines = ["transform", "training"].flatMap((kind) => [
  ...yes("states", keep, machine(`pictor-prod-${kind}`)),
  ...no("states", keep, machine(`pictor-dev-${kind}`)),
  ...no("states", keep, elsewhere(machine(`pictor-prod-${kind}`))),
  ...no("states", "StartSyncExecution", machine(`pictor-prod-${kind}`)),
]);

const keepLog =
  "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy ListTagsForResource PutRetentionPolicy TagResource UntagResource";
const log = (name: string) => arn("logs", `log-group:/aws/vendedlogs/states/${name}`);
const logs = ["transform", "training"].flatMap((kind) => [
  ...yes("logs", keepLog, log(`pictor-prod-${kind}`)),
  ...no("logs", keepLog, log(`pictor-dev-${kind}`)),
  ...no("logs", keepLog, elsewhere(log(`pictor-prod-${kind}`))),
  ...no("logs", "DisassociateKmsKey", log(`pictor-prod-${kind}`)),
]);

const keepSchedule = "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule";
const schedule = (name: string) => arn("scheduler", `schedule/default/${name}`);

const execution = (machine: string) => arn("states", `execution:${machine}:4f2a90c1d3b8e756`);
const follow = "DescribeExecution GetExecutionHistory";
const payloads = (environment: string) =>
  `arn:aws:s3:::pictor-${environment}-payloads-${accountId}-${region}`;
const runs = ["transform", "training"].flatMap((kind) => [
  ...yes("states", "StartExecution", machine(`pictor-prod-${kind}`)),
  ...no("states", "StartExecution", machine(`pictor-dev-${kind}`)),
  ...no("states", "StartExecution", elsewhere(machine(`pictor-prod-${kind}`))),
  ...yes("states", follow, execution(`pictor-prod-${kind}`)),
  ...no("states", "StopExecution RedriveExecution", execution(`pictor-prod-${kind}`)),
  ...no("states", follow, execution(`pictor-dev-${kind}`)),
  ...no("states", follow, elsewhere(execution(`pictor-prod-${kind}`))),
]);

const trainingJob = (name: string) => arn("sagemaker", `training-job/${name}-4f2a90c1d3b8e756-1`);
const files = [
  ...[
    "batch/in/directories/x/a.jpg",
    "training/data/x/cat/a.jpg",
    "training/code/x/s.tar.gz",
  ].flatMap((key) => [
    ...yes("s3", "PutObject", `${payloads("prod")}/${key}`),
    ...no("s3", "GetObject DeleteObject", `${payloads("prod")}/${key}`),
    ...no("s3", "PutObject", `${payloads("dev")}/${key}`),
  ]),
  ...["batch/out/x/results.jsonl", "training/runs/x/output/j/output/model.tar.gz"].flatMap(
    (key) => [
      ...yes("s3", "GetObject", `${payloads("prod")}/${key}`),
      ...no("s3", "PutObject DeleteObject", `${payloads("prod")}/${key}`),
      ...no("s3", "GetObject", `${payloads("dev")}/${key}`),
    ],
  ),
  ...["batch/manifests/x.json", "capture/x"].flatMap((key) =>
    no("s3", "GetObject PutObject", `${payloads("prod")}/${key}`),
  ),
  ...yes("sagemaker", "ListTrainingJobs", "*"),
  ...yes("sagemaker", "DescribeTrainingJob", trainingJob("pictor-prod-training")),
  ...no("sagemaker", "DescribeTrainingJob", trainingJob("pictor-dev-training")),
  ...no("sagemaker", "CreateTrainingJob StopTrainingJob", trainingJob("pictor-prod-training")),
];

/** What the deploy role of `prod` may do for its jobs, and what not. */
export const jobs: readonly ExpectedAnswer[] = [
  ...machines,
  ...runs,
  ...files,
  ...no("states", keep, machine("pictor-prod-x")),
  ...yes("states", "ValidateStateMachineDefinition", "*"),
  ...no("states", "TestState ListActivities", "*"),
  ...logs,
  ...no("logs", keepLog, log("pictor-prod-x")),
  ...yes("scheduler", keepSchedule, schedule("pictor-prod-transform-daily")),
  ...no("scheduler", keepSchedule, schedule("pictor-dev-transform-daily")),
  ...no("scheduler", keepSchedule, schedule("pictor-prod-x")),
  ...no("scheduler", keepSchedule, elsewhere(schedule("pictor-prod-transform-daily"))),
];
