import { bucketArn, type PolicyStatement } from "@pictor/contracts";
import { batchPrefixes, usualPrefix } from "@pictor/contracts/batch";
import { trainingPrefixes, usualTrainingPrefix } from "@pictor/contracts/training";
import { type DeployPlace, namesAt, resources } from "./deploy-place";

/**
 * What deploying an environment's jobs takes beyond their functions, roles and rules: the machines with their logs, their
 * schedules, and the validation of a machine's definition, which has no resource. And what `pictor batch` and `pictor train` take.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html (read 2026-11)
 */
export function jobsStatements(place: DeployPlace): readonly PolicyStatement[] {
  const machines = Object.values(namesAt(place).jobs);
  return [
    {
      Sid: "KeepMachines",
      Effect: "Allow",
      Action: [
        "states:CreateStateMachine",
        "states:DeleteStateMachine",
        "states:DescribeStateMachine",
        "states:ListStateMachineVersions",
        "states:ListTagsForResource",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ],
      Resource: resources(place, "states", ...machines.map((name) => `stateMachine:${name}`)),
    },
    {
      Sid: "ValidateMachines",
      Effect: "Allow",
      Action: "states:ValidateStateMachineDefinition",
      Resource: "*",
    },
    {
      Sid: "KeepMachineLogs",
      Effect: "Allow",
      Action: [
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      Resource: resources(
        place,
        "logs",
        ...machines.map((name) => `log-group:/aws/vendedlogs/states/${name}`),
      ),
    },
    {
      Sid: "KeepJobSchedules",
      Effect: "Allow",
      Action: [
        "scheduler:CreateSchedule",
        "scheduler:DeleteSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
      ],
      Resource: resources(
        place,
        "scheduler",
        `schedule/default/${namesAt(place).jobs.transform}-*`,
      ),
    },
    ...runStatements(place),
  ];
}

/** What `pictor batch` and `pictor train` take: files go up, a run is started and followed, its results come down. */
function runStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { jobs, payloadBucket } = namesAt(place);
  const machines = Object.values(jobs);
  const { input, output } = batchPrefixes(usualPrefix);
  const { code, data, runs } = trainingPrefixes(usualTrainingPrefix);
  const bucket = bucketArn(place.region, payloadBucket);
  return [
    {
      Sid: "StartRuns",
      Effect: "Allow",
      Action: "states:StartExecution",
      Resource: resources(place, "states", ...machines.map((name) => `stateMachine:${name}`)),
    },
    {
      Sid: "FollowRuns",
      Effect: "Allow",
      Action: ["states:DescribeExecution", "states:GetExecutionHistory"],
      Resource: resources(place, "states", ...machines.map((name) => `execution:${name}:*`)),
    },
    {
      Sid: "FollowTrainingJobs",
      Effect: "Allow",
      Action: "sagemaker:DescribeTrainingJob",
      Resource: resources(place, "sagemaker", `training-job/${jobs.training}-*`),
    },
    {
      // SageMaker lists jobs of the account only: the call has no resource.
      Sid: "FindTrainingJobs",
      Effect: "Allow",
      Action: "sagemaker:ListTrainingJobs",
      Resource: "*",
    },
    {
      Sid: "SendFiles",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: [input, data, code].map((prefix) => `${bucket}/${prefix}*`),
    },
    {
      Sid: "FetchResults",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [output, runs].map((prefix) => `${bucket}/${prefix}*`),
    },
  ];
}
