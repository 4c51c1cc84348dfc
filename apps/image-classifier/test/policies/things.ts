import { arnOf, bucketArn, names } from "@pictor/contracts";
import { accountKeyPolicy, type PolicyDocument, type TargetKind } from "@pictor/testing";
import { type PlacedStack, place } from "./one-account";

/** A resource in the account, as far as somebody might want to take it over. */
export interface Thing {
  readonly kind: TargetKind;
  readonly arn: string;
  readonly owner: string;
  /** Condition keys that every request for it has. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly policy?: PolicyDocument;
  /** ARN of the role that it runs as. */
  readonly actsAs?: string;
}

type Attributes = Readonly<Record<string, unknown>>;
type Found = readonly (readonly [TargetKind, string])[];

const arn = (service: string, id: string) => arnOf(place, service, id);
const gateway = (path: string) => `arn:aws:apigateway:${place.region}::/${path}`;
const bucketOf = ({ bucket }: Attributes) => bucketArn(place.region, String(bucket));

/** What there is to take over, by Terraform's type; ids that AWS makes up are made up here. */
export const rows: Readonly<Record<string, (attributes: Attributes, id: string) => Found>> = {
  aws_lambda_function: ({ function_name: name }) => [
    ["function", arn("lambda", `function:${name}`)],
  ],
  aws_sagemaker_model: ({ name }) => [["model", arn("sagemaker", `model/${hashed(name)}`)]],
  aws_sagemaker_endpoint_configuration: ({ name }) => [
    ["endpointConfig", arn("sagemaker", `endpoint-config/${hashed(name)}`)],
  ],
  aws_sagemaker_endpoint: ({ name }) => [["endpoint", arn("sagemaker", `endpoint/${name}`)]],
  aws_s3_bucket: (bucket) => [
    ["bucket", bucketOf(bucket)],
    ["object", `${bucketOf(bucket)}/releases/x`],
  ],
  aws_kms_key: (_, id) => [["key", arn("kms", `key/${id}`)]],
  aws_api_gateway_rest_api: (_, id) => [
    ["api", gateway(`restapis/${id}`)],
    ["api", gateway(`restapis/${id}/resources/x`)],
    ["apiTags", gateway(`tags/${id}`)],
  ],
  aws_api_gateway_api_key: (_, id) => [["api", gateway(`apikeys/${id}`)]],
  aws_api_gateway_usage_plan: (_, id) => [["api", gateway(`usageplans/${id}`)]],
  aws_cloudwatch_log_group: ({ name }) => [
    ["logGroup", arn("logs", `log-group:${name}`)],
    ["logStream", arn("logs", `log-group:${name}:log-stream:s`)],
  ],
  aws_cloudwatch_metric_alarm: ({ alarm_name: name }) => [
    ["alarm", arn("cloudwatch", `alarm:${name}`)],
  ],
  aws_cloudwatch_composite_alarm: ({ alarm_name: name }) => [
    ["alarm", arn("cloudwatch", `alarm:${name}`)],
  ],
  aws_cloudwatch_dashboard: ({ dashboard_name: name }) => [
    ["dashboard", `arn:aws:cloudwatch::${place.accountId}:dashboard/${name}`],
  ],
  aws_budgets_budget: ({ name }) => [
    ["budget", `arn:aws:budgets::${place.accountId}:budget/${name}`],
  ],
  aws_kms_alias: ({ name }) => [["keyAlias", arn("kms", String(name))]],
  aws_flow_log: (_, id) => [["flowLog", arn("ec2", `vpc-flow-log/${id}`)]],
  aws_route_table: (_, id) => [["routeTable", arn("ec2", `route-table/${id}`)]],
  aws_cloudwatch_event_rule: ({ name }) => [["rule", arn("events", `rule/${name}`)]],
  // A capacity controller's endpoint is in no stack: its spec names it.
  aws_ssm_parameter: ({ name, tier, value }) => [
    ["parameter", arn("ssm", `parameter${name}`)],
    ...(tier === "Advanced"
      ? ([["endpoint", arn("sagemaker", `endpoint/${specOf(value).realTime.name}`)]] as const)
      : []),
  ],
  aws_scheduler_schedule: ({ name }) => [
    ["schedule", arn("scheduler", `schedule/default/${name}`)],
  ],
  aws_sfn_state_machine: ({ name }) => [["stateMachine", arn("states", `stateMachine:${name}`)]],
  aws_sns_topic: ({ name }) => [["topic", arn("sns", String(name))]],
  aws_appautoscaling_target: (_, id) => [
    ["scalableTarget", arn("application-autoscaling", `scalable-target/${id}`)],
  ],
  aws_vpc: (_, id) => [["vpc", arn("ec2", `vpc/${id}`)]],
  aws_subnet: (_, id) => [["subnet", arn("ec2", `subnet/${id}`)]],
  aws_security_group: (_, id) => [["securityGroup", arn("ec2", `security-group/${id}`)]],
  aws_default_security_group: (_, id) => [["securityGroup", arn("ec2", `security-group/${id}`)]],
  aws_vpc_endpoint: (_, id) => [["vpcEndpoint", arn("ec2", `vpc-endpoint/${id}`)]],
  aws_wafv2_web_acl: ({ name }, id) => [["webAcl", arn("wafv2", `regional/webacl/${name}/${id}`)]],
};

/** A resource name that ends in a hash which Terraform computes. */
const hashed = (name: unknown) => `${String(name).split("${")[0]}0a1b`;

/** Types without a row of their own, with what gives control over them. */
export const parts: Readonly<Record<string, string>> = {
  aws_api_gateway_account: "the account's setting, changed by apigateway:PATCH on /account alone",
  aws_api_gateway_deployment: "below the path of its API",
  aws_api_gateway_method_settings: "below the path of its API",
  aws_api_gateway_stage: "below the path of its API",
  aws_api_gateway_usage_plan_key: "below the path of its usage plan",
  aws_appautoscaling_policy: "its scalable target",
  aws_cloudwatch_event_target: "its rule",
  aws_cloudwatch_log_metric_filter: "its log group",
  aws_cloudwatch_query_definition: "nothing: AWS knows no resource for it, see docs/operations.md",
  aws_iam_policy: "limits in world.ts",
  aws_iam_role: "the roles in world.ts",
  aws_iam_role_policy: "its role",
  aws_iam_role_policy_attachment: "its role",
  aws_lambda_alias: "its function",
  aws_lambda_function_event_invoke_config: "its function",
  aws_lambda_invocation: "its function",
  aws_lambda_permission: "its function",
  aws_route_table_association: "its route table",
  aws_s3_bucket_lifecycle_configuration: "its bucket",
  aws_s3_bucket_logging: "its bucket",
  aws_s3_bucket_notification: "its bucket",
  aws_s3_bucket_ownership_controls: "its bucket",
  aws_s3_bucket_policy: "its bucket",
  aws_s3_bucket_public_access_block: "its bucket",
  aws_s3_bucket_server_side_encryption_configuration: "its bucket",
  aws_s3_bucket_versioning: "its bucket",
  aws_sns_topic_policy: "its topic",
  aws_vpc_security_group_egress_rule: "its security group",
  aws_vpc_security_group_ingress_rule: "its security group",
  aws_wafv2_web_acl_association: "its web ACL",
  aws_wafv2_web_acl_logging_configuration: "its web ACL",
};

function specOf(value: unknown): { readonly realTime: { readonly name: string } } {
  return JSON.parse(String(value));
}

/** Everything of every stack that might be taken over, and the states of the stacks. */
export function thingsOf(stacks: readonly PlacedStack[]): readonly Thing[] {
  return stacks.flatMap((stack) => [...states(stack), ...resources(stack)]);
}

function states({ environment, name }: PlacedStack): readonly Thing[] {
  if (environment === undefined) {
    const bucket = bucketArn(place.region, `pictor-state-${place.accountId}-${place.region}`);
    return [{ kind: "object", arn: `${bucket}/account.tfstate`, owner: "account" }];
  }
  const { stateBucket, stacks } = names({ ...place, environment });
  const state = `${bucketArn(place.region, stateBucket)}/${stacks[name === "account" ? "service" : name]}.tfstate`;
  return [{ kind: "object", arn: state, owner: environment }];
}

function resources({ environment, name, json, policies }: PlacedStack): readonly Thing[] {
  const owner = environment ?? "account";
  const facts: Readonly<Record<string, string>> =
    environment === undefined
      ? { "kms:ResourceAliases": "alias/pictor-state" }
      : {
          "aws:ResourceTag/Environment": environment,
          "kms:ResourceAliases": `alias/pictor-${environment}`,
        };
  return Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([id, attributes]) =>
      (rows[type]?.(attributes, `${owner}-${name}-${id}`) ?? []).map(([kind, resource]): Thing => {
        const policy = policyOf(kind, attributes, policies);
        const actsAs = roleOf(type, attributes, json, owner);
        return {
          kind,
          arn: resource,
          owner,
          facts,
          ...(policy && { policy }),
          ...(actsAs !== undefined && { actsAs }),
        };
      }),
    ),
  );
}

function policyOf(
  kind: TargetKind,
  { bucket, policy }: Attributes,
  policies: PlacedStack["policies"],
): PolicyDocument | undefined {
  if (kind === "key") {
    return typeof policy === "string" ? JSON.parse(policy) : accountKeyPolicy(place.accountId);
  }
  if (kind !== "bucket" && kind !== "object") return undefined;
  return policies.find(
    ({ type, attributes }) => type === "aws_s3_bucket_policy" && attributes.bucket === bucket,
  )?.document;
}

/** A function or a state machine runs as its own role; who changes an endpoint runs a model as one of the environment's. */
function roleOf(
  type: string,
  { role, role_arn: roleArn }: Attributes,
  { resource }: PlacedStack["json"],
  environment: string,
): string | undefined {
  const iam = (name: unknown) => `arn:aws:iam::${place.accountId}:role/${name}`;
  if (type === "aws_lambda_function" || type === "aws_sfn_state_machine") {
    const [, id = ""] = String(role ?? roleArn).split(".");
    return iam(resource?.aws_iam_role?.[id]?.name);
  }
  if (type !== "aws_sagemaker_endpoint") return undefined;
  const { modelRoles } = names({ ...place, environment });
  const made = Object.values(resource?.aws_iam_role ?? {}).map(({ name }) => name);
  return Object.values(modelRoles)
    .filter((name) => made.includes(name))
    .map(iam)[0];
}
