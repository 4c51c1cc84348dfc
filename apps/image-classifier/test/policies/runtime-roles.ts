import { arnOf, names } from "@pictor/contracts";
import { capacityNeeds } from "./capacity-needs";
import { place } from "./one-account";
import {
  container,
  containerInVpc,
  encryptsVolumes,
  functionInVpc,
  keyUse,
  lambda,
  type Need,
  pulls,
  reads,
  writes,
  writesLog,
} from "./runtime-needs";

const docs = "https://docs.aws.amazon.com";
const sagemakerRoles = `${docs}/sagemaker/latest/dg/sagemaker-roles.html`;
const arn = (service: string, id: string) => arnOf(place, service, id);
const jobsCode = "packages/jobs/lambda";

/** Needs of the roles that something runs as in an environment, by the roles' names. */
export function needsOf(environment: string): Readonly<Record<string, readonly Need[]>> {
  const own = names({ ...place, environment });
  const vpc = environment !== "dev";
  const adaptive = environment === "staging";
  return {
    [`pictor-${environment}-predict-${place.region}`]: [
      ...lambda(environment, own.predictFunction),
      ...(vpc ? functionInVpc : []),
      {
        calls: [
          ...(vpc ? [own.endpoints.realTime] : []),
          ...(vpc && !adaptive ? [] : [own.endpoints.serverless]),
        ].map(
          (name) => [arn("sagemaker", `endpoint/${name}`), "sagemaker:InvokeEndpoint"] as const,
        ),
        by: "packages/api/lambda",
      },
    ],
    [own.modelRoles.realTime]: [
      ...model(environment, own.endpoints.realTime),
      ...containerInVpc,
      encryptsVolumes(environment),
      {
        calls: [
          [
            arn("cloudwatch", `alarm:${own.endpoints.realTime}-rollback-latency`),
            "cloudwatch:DescribeAlarms",
          ],
        ],
        by: `${docs}/sagemaker/latest/dg/deployment-guardrails-configuration.html`,
      },
    ],
    [own.modelRoles.serverless]: model(environment, own.endpoints.serverless),
    [`pictor-${environment}-${place.region}-vpc-flow`]: [
      {
        calls: [
          [
            arn("logs", `log-group:/pictor/pictor-${environment}/vpc-flow:log-stream:s`),
            "logs:CreateLogStream PutLogEvents",
          ],
          [
            arn("logs", `log-group:/pictor/pictor-${environment}/vpc-flow`),
            "logs:DescribeLogStreams",
          ],
          ["*", "logs:DescribeLogGroups"],
        ],
        by: `${docs}/vpc/latest/userguide/flow-logs-iam-role.html`,
      },
    ],
    [`pictor-${environment}-capacity-${place.region}`]: capacityNeeds(environment),
    [`pictor-${environment}-capacity-schedule-${place.region}`]: [
      {
        calls: [[arn("lambda", `function:${own.capacityFunction}`), "lambda:InvokeFunction"]],
        by: `${docs}/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role`,
      },
    ],
    [own.modelRoles.batch]: [
      ...container,
      pulls("pytorch-inference"),
      encryptsVolumes(environment),
      ...reads(environment, "modelBucket", "releases/", sagemakerRoles),
      ...reads(environment, "payloadBucket", "batch/in/", sagemakerRoles),
      ...reads(environment, "payloadBucket", "batch/out/", sagemakerRoles),
      ...writes(environment, "batch/out/", sagemakerRoles),
      ...jobLogs("/aws/sagemaker/TransformJobs", `${own.jobs.transform}-x`),
    ],
    [own.jobRoles.trainingJob]: [
      ...container,
      pulls("pytorch-training"),
      encryptsVolumes(environment),
      ...["training/runs/", "training/code/", "training/data/"].flatMap((prefix) =>
        reads(environment, "payloadBucket", prefix, sagemakerRoles),
      ),
      ...writes(environment, "training/runs/", sagemakerRoles),
      ...jobLogs("/aws/sagemaker/TrainingJobs", `${own.jobs.training}-x`),
    ],
    [own.jobRoles.transform]: machine(environment, own.jobs.transform, "Transform"),
    [own.jobRoles.training]: [
      ...machine(environment, own.jobs.training, "Training"),
      {
        calls: [
          [`arn:aws:iam::${place.accountId}:role/${own.jobRoles.trainingJob}`, "iam:PassRole"],
        ],
        context: { "iam:PassedToService": "sagemaker.amazonaws.com" },
        by: `${docs}/step-functions/latest/dg/sagemaker-iam.html`,
      },
    ],
    [`${own.jobs.transform}-step-${place.region}`]: [
      ...lambda(environment, `${own.jobs.transform}-step`),
      ...["batch/in/", "batch/manifests/", "batch/out/"].flatMap((prefix) =>
        reads(environment, "payloadBucket", prefix, jobsCode),
      ),
      ...writes(environment, "batch/out/", jobsCode),
    ],
    [`${own.jobs.training}-step-${place.region}`]: [
      ...lambda(environment, `${own.jobs.training}-step`),
      ...reads(environment, "payloadBucket", "training/runs/", jobsCode),
      ...writes(environment, "training/runs/", jobsCode),
    ],
    [`${own.jobs.transform}-events-${place.region}`]: [
      {
        calls: [[arn("states", `stateMachine:${own.jobs.transform}`), "states:StartExecution"]],
        by: `${docs}/eventbridge/latest/userguide/eb-use-identity-based.html`,
      },
    ],
  };
}

function model(environment: string, endpoint: string): readonly Need[] {
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  return [
    ...container,
    pulls("pytorch-inference"),
    ...reads(environment, "modelBucket", "releases/", sagemakerRoles),
    writesLog(group, "s", sagemakerRoles),
    { calls: [[arn("logs", `log-group:${group}`), "logs:DescribeLogStreams"]], by: sagemakerRoles },
  ];
}

function jobLogs(group: string, stream: string): readonly Need[] {
  return [
    writesLog(group, stream, sagemakerRoles),
    { calls: [[arn("logs", `log-group:${group}`), "logs:DescribeLogStreams"]], by: sagemakerRoles },
  ];
}

function machine(
  environment: string,
  name: string,
  kind: "Transform" | "Training",
): readonly Need[] {
  const topic = arn("sns", `pictor-${environment}-jobs-notify`);
  return [
    {
      calls: [
        [
          arn("sagemaker", `${kind.toLowerCase()}-job/${name}-x`),
          `sagemaker:AddTags Create${kind}Job Describe${kind}Job ListTags Stop${kind}Job`,
        ],
        [
          arn("events", `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`),
          "events:DescribeRule PutRule PutTargets",
        ],
      ],
      by: `${docs}/step-functions/latest/dg/sagemaker-iam.html`,
    },
    {
      calls: [
        [
          "*",
          "logs:CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery " +
            "ListLogDeliveries PutResourcePolicy UpdateLogDelivery",
        ],
      ],
      by: `${docs}/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy`,
    },
    {
      calls: [
        ["*", "xray:GetSamplingRules GetSamplingTargets PutTelemetryRecords PutTraceSegments"],
      ],
      by: `${docs}/step-functions/latest/dg/xray-iam.html`,
    },
    {
      calls: [
        [arn("lambda", `function:${name}-step:live`), "lambda:InvokeFunction"],
        [topic, "sns:Publish"],
      ],
      by: "packages/jobs/src/machine",
    },
    keyUse(
      environment,
      "Decrypt GenerateDataKey",
      "sns",
      ["aws:sns:topicArn", topic],
      `${docs}/sns/latest/dg/sns-key-management.html`,
    ),
  ];
}
