import type { ExpectedAnswer } from "@pictor/testing";
import { arn, asked, no, tagged, yes } from "./deploy-rows";
import { accountId, region } from "./fixture";

const api = (path: string) => `arn:aws:apigateway:${region}::/${path}`;
const apis: readonly ExpectedAnswer[] = [
  ...["restapis/x", "restapis/x/resources/y", "apikeys/x", "usageplans/x"].flatMap((path) => [
    ...yes("apigateway", "DELETE GET PATCH", api(path)),
    ...yes("apigateway", "DELETE GET PATCH", api(path), tagged("prod")),
    ...no("apigateway", "DELETE GET PATCH", api(path), tagged("dev")),
  ]),
  ...["restapis/x/documentation/parts", "usageplans/x/keys"].flatMap((path) => [
    ...yes("apigateway", "POST", api(path), tagged("prod")),
    ...no("apigateway", "POST", api(path), tagged("dev")),
  ]),
  ...yes("apigateway", "PUT", api("restapis/x"), tagged("prod")),
  ...no("apigateway", "PUT", api("restapis/x"), tagged("dev")),
  ...["restapis", "apikeys", "usageplans"].flatMap((path) => [
    ...yes("apigateway", "POST", api(path)),
    ...no("apigateway", "GET", api(path)),
  ]),
  ...yes("apigateway", "PUT", api("tags/x")),
  ...no("apigateway", "PUT", api("tags/x"), tagged("dev")),
  ...no("apigateway", "PATCH", api("account")),
  ...no("apigateway", "UpdateRestApiPolicy", api("restapis/x")),
  ...no("apigateway", "POST", api("vpclinks")),
];

const webAcl = (name: string) => arn("wafv2", `regional/webacl/${name}/0a1b`);
const own = webAcl("pictor-prod");
/** None of this role's: of another environment, whose name may begin alike, region or scope. */
const others = [
  webAcl("pictor-dev"),
  webAcl("pictor-prod2"),
  own.replace(region, "us-east-1"),
  own.replace("regional", "global"),
];
const change =
  "AssociateWebACL CreateWebACL DeleteLoggingConfiguration DeleteWebACL GetLoggingConfiguration GetWebACL " +
  "GetWebACLForResource ListTagsForResource TagResource UntagResource UpdateWebACL";
const to = (destination: string) => ({ "wafv2:LogDestinationResource": destination });
const log = arn("logs", "log-group:aws-waf-logs-pictor-prod");
const managed = arn("wafv2", "regional/managedruleset/x/y");
const stage = api("restapis/x/stages/v1");
const viaService = { "aws:ViaAWSService": "true" };
const firewall: readonly ExpectedAnswer[] = [
  ...yes("wafv2", change, own),
  ...others.flatMap((other) => [
    ...no("wafv2", change, other),
    ...no("wafv2", "PutLoggingConfiguration", other, to(log)),
  ]),
  ...no("wafv2", "GetRateBasedStatementManagedKeys ListResourcesForWebACL", own),
  ...yes("wafv2", "PutLoggingConfiguration", own, to(log)),
  ...yes("wafv2", "PutLoggingConfiguration", own, to(`${log}:*`)),
  ...no("wafv2", "PutLoggingConfiguration", own),
  ...[
    log.replace("prod", "dev"),
    log.replace("prod", "prod2"),
    log.replace(accountId, "999999999999"),
    "arn:aws:s3:::aws-waf-logs-elsewhere",
  ].flatMap((destination) => no("wafv2", "PutLoggingConfiguration", own, to(destination))),
  ...yes("wafv2", "CreateWebACL UpdateWebACL", managed),
  ...no("wafv2", "CreateWebACL UpdateWebACL", managed.replace(region, "us-east-1")),
  ...no("wafv2", "CreateWebACL UpdateWebACL", managed.replace("managedruleset", "rulegroup")),
  ...no("wafv2", "GetManagedRuleSet PutManagedRuleSetVersions", managed),
  ...yes("wafv2", "AssociateWebACL DisassociateWebACL GetWebACLForResource", stage),
  ...[stage.replace("v1", "other"), stage.replace(region, "us-east-1")].flatMap((other) =>
    no("wafv2", "AssociateWebACL DisassociateWebACL GetWebACLForResource", other),
  ),
  ...yes("logs", "DescribeResourcePolicies PutResourcePolicy", "*", viaService),
  ...no("logs", "DescribeResourcePolicies PutResourcePolicy", "*", {
    "aws:ViaAWSService": "false",
  }),
  ...no("logs", "DescribeResourcePolicies PutResourcePolicy", "*"),
  ...no("logs", "DeleteResourcePolicy", "*", viaService),
];

const executionLogs = ["", ":log-stream:"].map((end) =>
  arn("logs", `log-group:API-Gateway-Execution-Logs_x/v1${end}`),
);
const keep =
  "AssociateKmsKey DeleteLogGroup DeleteRetentionPolicy ListTagsForResource PutRetentionPolicy TagResource UntagResource";
const execution: readonly ExpectedAnswer[] = executionLogs.flatMap((group) => [
  ...yes("logs", "CreateLogGroup TagResource", group, asked("prod")),
  ...no("logs", "CreateLogGroup TagResource", group, asked("dev")),
  ...no("logs", "CreateLogGroup TagResource", group),
  ...no("logs", "CreateLogAnomalyDetector TagLogGroup", group, asked("prod")),
  ...yes("logs", keep, group, tagged("prod")),
  ...yes("logs", "TagResource", group, { ...asked("prod"), ...tagged("prod") }),
  ...no("logs", "TagResource", group, { ...asked("dev"), ...tagged("prod") }),
  ...no("logs", "TagResource", group, { ...asked("prod"), ...tagged("dev") }),
  ...no("logs", keep, group, tagged("dev")),
  ...no("logs", keep, group),
  ...no("logs", "FilterLogEvents PutSubscriptionFilter", group, tagged("prod")),
  ...[
    group.replace("v1", "other"),
    group.replace("API-Gateway-Execution-Logs_x", "other"),
    group.replace(region, "us-east-1"),
  ].flatMap((other) => [
    ...no("logs", "CreateLogGroup TagResource", other, asked("prod")),
    ...no("logs", keep, other, tagged("prod")),
  ]),
]);

/** What the deploy role of `prod` may make of an API, and what not. */
export const gateway: readonly ExpectedAnswer[] = [...apis, ...firewall, ...execution];
