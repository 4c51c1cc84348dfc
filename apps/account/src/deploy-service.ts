import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, globalArn, namesAt, prefixOf, resources } from "./deploy-place";

/** Actions of one service on the environment's resources of it, which are known by how their names begin. */
interface Row {
  readonly sid: string;
  readonly service: string;
  readonly actions: readonly string[];
  readonly resources: (place: DeployPlace, prefix: string) => readonly string[];
}

const tags = ["ListTagsForResource", "TagResource", "UntagResource"];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/ (read 2026-11) */
const rows: readonly Row[] = [
  {
    sid: "Models",
    service: "sagemaker",
    actions: [
      "AddTags",
      "CreateEndpoint",
      "CreateEndpointConfig",
      "CreateModel",
      "DeleteEndpoint",
      "DeleteEndpointConfig",
      "DeleteModel",
      "DeleteTags",
      "DescribeEndpoint",
      "DescribeEndpointConfig",
      "DescribeModel",
      "InvokeEndpoint",
      "ListTags",
      "UpdateEndpoint",
    ],
    resources: (place, prefix) =>
      resources(
        place,
        "sagemaker",
        ...["endpoint", "endpoint-config", "model"].map((kind) => `${kind}/${prefix}*`),
      ),
  },
  {
    sid: "Functions",
    service: "lambda",
    actions: [
      "AddPermission",
      "CreateAlias",
      "CreateFunction",
      "DeleteAlias",
      "DeleteFunction",
      "DeleteFunctionConcurrency",
      "DeleteFunctionEventInvokeConfig",
      "Get*",
      "List*",
      "PublishVersion",
      "PutFunctionConcurrency",
      "PutFunctionEventInvokeConfig",
      "RemovePermission",
      "TagResource",
      "UntagResource",
      "UpdateAlias",
      "UpdateFunctionCode",
      "UpdateFunctionConfiguration",
    ],
    resources: (place, prefix) => resources(place, "lambda", `function:${prefix}*`),
  },
  {
    sid: "Logs",
    service: "logs",
    actions: [
      "AssociateKmsKey",
      "CreateLogGroup",
      "DeleteLogGroup",
      "DeleteMetricFilter",
      "DeleteRetentionPolicy",
      "DescribeMetricFilters",
      "PutMetricFilter",
      "PutRetentionPolicy",
      ...tags,
    ],
    resources: (place, prefix) =>
      resources(
        place,
        "logs",
        `log-group:/aws/lambda/${prefix}*`,
        `log-group:/aws/sagemaker/Endpoints/${prefix}*`,
        `log-group:/pictor/${prefix.slice(0, -1)}/*`,
        `log-group:aws-waf-logs-${namesAt(place).api}`,
        `log-group:aws-waf-logs-${namesAt(place).api}:*`,
      ),
  },
  {
    sid: "Alarms",
    service: "cloudwatch",
    actions: [
      "DeleteAlarms",
      "DeleteDashboards",
      "GetDashboard",
      "PutDashboard",
      "PutMetricAlarm",
      ...tags,
    ],
    resources: (place, prefix) => [
      ...resources(place, "cloudwatch", `alarm:${prefix}*`),
      globalArn(place, "cloudwatch", `dashboard/${prefix}*`),
    ],
  },
  {
    sid: "Topics",
    service: "sns",
    actions: [
      "CreateTopic",
      "DeleteTopic",
      "GetSubscriptionAttributes",
      "GetTopicAttributes",
      "ListSubscriptionsByTopic",
      "SetSubscriptionAttributes",
      "SetTopicAttributes",
      "Subscribe",
      "Unsubscribe",
      ...tags,
    ],
    resources: (place, prefix) => resources(place, "sns", `${prefix}*`),
  },
  {
    sid: "Events",
    service: "events",
    actions: [
      "DeleteRule",
      "DescribeRule",
      "ListTargetsByRule",
      "PutRule",
      "PutTargets",
      "RemoveTargets",
      ...tags,
    ],
    resources: (place, prefix) => resources(place, "events", `rule/${prefix}*`),
  },
  {
    sid: "Budgets",
    service: "budgets",
    actions: ["ModifyBudget", "ViewBudget", ...tags],
    resources: (place, prefix) => [globalArn(place, "budgets", `budget/${prefix}*`)],
  },
];

/** What deploying an environment's service takes, but for its API, its network and its roles. */
export function serviceStatements(place: DeployPlace): readonly PolicyStatement[] {
  return [
    ...rows.map(
      ({ sid, service, actions, resources: of }): PolicyStatement => ({
        Sid: sid,
        Effect: "Allow",
        Action: actions.map((action) => `${service}:${action}`),
        Resource: of(place, prefixOf(place)),
      }),
    ),
    { Sid: "FindLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    {
      // CloudWatch allows neither for a composite alarm but on everything.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html
      Sid: "CompositeAlarms",
      Effect: "Allow",
      Action: ["cloudwatch:DescribeAlarms", "cloudwatch:PutCompositeAlarm"],
      Resource: "*",
    },
    {
      // Saved queries have no ARN.
      Sid: "SaveQueries",
      Effect: "Allow",
      Action: [
        "logs:DeleteQueryDefinition",
        "logs:DescribeQueryDefinitions",
        "logs:PutQueryDefinition",
      ],
      Resource: "*",
    },
  ];
}
