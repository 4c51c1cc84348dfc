import { type Place, type PolicyStatement, roleArn } from "@pictor/contracts";
import { inRegion, namesAt, prefixOf, resources } from "./deploy-place";
import { dataBoundary, imageBoundary } from "./workload-boundary";

/**
 * The most that a role of an environment's jobs may do: their machines, functions and triggers, and what the jobs run as. A
 * boundary of its own, since one policy of IAM holds no more than the service's.
 *
 * Its roles start jobs of the environment's names, hand SageMaker one role, and have no network.
 */
export function jobsBoundary(place: Place): readonly PolicyStatement[] {
  return [...observation(place), ...dataBoundary(place), ...imageBoundary(place), ...jobs(place)];
}

function observation(place: Place): readonly PolicyStatement[] {
  const prefix = prefixOf(place);
  const groups = ["Training", "Transform"].map((kind) => `log-group:/aws/sagemaker/${kind}Jobs`);
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: resources(
        place,
        "logs",
        `log-group:/aws/lambda/${prefix}*`,
        ...groups.map((group) => `${group}:log-stream:${prefix}*`),
      ),
    },
    {
      Sid: "FindLogs",
      Effect: "Allow",
      Action: "logs:DescribeLogStreams",
      Resource: resources(place, "logs", ...groups),
    },
    {
      // None of these actions has a resource. Step Functions takes those of logs for a machine's own log.
      Sid: "Observe",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
        "xray:GetSampling*",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ],
      Resource: "*",
      Condition: inRegion(place),
    },
    {
      Sid: "PublishMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { ...inRegion(place), StringLike: { "cloudwatch:namespace": "/aws/sagemaker/*" } },
    },
  ];
}

function jobs(place: Place): readonly PolicyStatement[] {
  const { jobRoles, jobs: machines } = namesAt(place);
  const kinds = ["Training", "Transform"] as const;
  return [
    {
      Sid: "Jobs",
      Effect: "Allow",
      Action: [
        "sagemaker:AddTags",
        ...["Create", "Describe", "Stop"].flatMap((verb) =>
          kinds.map((kind) => `sagemaker:${verb}${kind}Job`),
        ),
        "sagemaker:ListTags",
      ],
      Resource: resources(
        place,
        "sagemaker",
        `training-job/${machines.training}-*`,
        `transform-job/${machines.transform}-*`,
      ),
    },
    {
      Sid: "JobEvents",
      Effect: "Allow",
      Action: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      Resource: resources(
        place,
        "events",
        ...kinds.map((kind) => `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`),
      ),
    },
    {
      Sid: "PassJobRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArn(place, jobRoles.trainingJob),
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    {
      Sid: "CallFunctions",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: resources(
        place,
        "lambda",
        ...Object.values(machines).map((name) => `function:${name}-step:live`),
      ),
    },
    {
      Sid: "StartMachines",
      Effect: "Allow",
      Action: "states:StartExecution",
      Resource: resources(place, "states", `stateMachine:${machines.transform}`),
    },
    {
      Sid: "TellTopics",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: resources(place, "sns", `${prefixOf(place)}*`),
    },
  ];
}
