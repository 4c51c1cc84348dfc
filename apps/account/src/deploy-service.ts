import { type PolicyStatement, partitionOf } from "@pictor/contracts";
import { type DeployPlace, globalArn, prefixOf, resources } from "./deploy-place";

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
      "CreateFunction",
      "DeleteFunction",
      "DeleteFunctionConcurrency",
      "Get*",
      "List*",
      "PublishVersion",
      "PutFunctionConcurrency",
      "RemovePermission",
      "TagResource",
      "UntagResource",
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
      ),
  },
  {
    sid: "Alarms",
    service: "cloudwatch",
    actions: [
      "DeleteAlarms",
      "DeleteDashboards",
      "DescribeAlarms",
      "GetDashboard",
      "PutCompositeAlarm",
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
  {
    // A REST API's ARN has an id instead of its name, and its parts have no tags: these are all of the region's.
    sid: "Apis",
    service: "apigateway",
    actions: ["DELETE", "GET", "PATCH", "POST", "PUT"],
    resources: ({ region }) =>
      ["restapis", "apikeys", "usageplans"]
        .flatMap((kind) => [kind, `${kind}/*`])
        .concat("tags/*")
        .map((path) => `arn:${partitionOf(region)}:apigateway:${region}::/${path}`),
  },
];

/** What deploying an environment's service takes, but for its network and its roles. */
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
