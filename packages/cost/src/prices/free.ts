const iam = "https://aws.amazon.com/iam/faqs/ (no charge)";
const vpc =
  "https://aws.amazon.com/vpc/pricing/ (charges only for its gateways, endpoints and addresses)";
const apiGateway =
  "https://aws.amazon.com/api-gateway/pricing/ (charges for requests, cache and data)";
const s3 =
  "https://aws.amazon.com/s3/pricing/ (charges for storage, requests and data; not for settings)";
const lambda = "https://aws.amazon.com/lambda/pricing/ (charges for requests and duration)";
const scaling =
  "https://aws.amazon.com/autoscaling/pricing/ (no charge; its alarms are CloudWatch's)";
const cloudWatch =
  "https://aws.amazon.com/cloudwatch/pricing/ (charges for the metric, not for the setting)";
const events = "https://aws.amazon.com/eventbridge/pricing/ (events of AWS's services are free)";
const sageMaker =
  "https://aws.amazon.com/sagemaker/pricing/ (charges for instances and requests of endpoints)";
const sns = "https://aws.amazon.com/sns/pricing/ (charges for requests and deliveries)";
const kms = "https://aws.amazon.com/kms/pricing/ (charges for keys and requests)";
const budgets =
  "https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/ (charges for budgets with actions only; price list of 2026-09-11)";
const ecr = "https://aws.amazon.com/ecr/pricing/ (charges for storage and transfer)";
const sqs = "https://aws.amazon.com/sqs/pricing/ (charges for requests and transfer)";
const secrets =
  "https://aws.amazon.com/secrets-manager/pricing/ (charges for secrets and requests)";
const resourceGroups =
  "https://aws.amazon.com/systems-manager/pricing/ (no charge for resource groups)";
const gateways =
  "https://aws.amazon.com/vpc/pricing/ (no charge for internet gateways; gateway endpoints are free)";
const waf = "https://aws.amazon.com/waf/pricing/ (charges for web ACLs, rules and requests)";

/** Types that one page declares free, without their prefix ["aws_aws_"]. */
const bySource: readonly (readonly [source: string, types: readonly string[]])[] = [
  [
    iam,
    [
      "aws_iam_access_key",
      "aws_iam_account_password_policy",
      "aws_iam_group",
      "aws_iam_group_membership",
      "aws_iam_group_policy",
      "aws_iam_group_policy_attachment",
      "aws_iam_instance_profile",
      "aws_iam_openid_connect_provider",
      "aws_iam_policy",
      "aws_iam_policy_attachment",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_iam_saml_provider",
      "aws_iam_service_linked_role",
      "aws_iam_user",
      "aws_iam_user_policy",
      "aws_iam_user_policy_attachment",
    ],
  ],
  [
    vpc,
    [
      "aws_default_network_acl",
      "aws_default_route_table",
      "aws_default_security_group",
      "aws_default_subnet",
      "aws_default_vpc",
      "aws_network_acl",
      "aws_network_acl_rule",
      "aws_route",
      "aws_route_table",
      "aws_route_table_association",
      "aws_security_group",
      "aws_security_group_rule",
      "aws_subnet",
      "aws_vpc",
      "aws_vpc_dhcp_options",
      "aws_vpc_dhcp_options_association",
      "aws_vpc_endpoint_policy",
      "aws_vpc_endpoint_route_table_association",
      "aws_vpc_endpoint_security_group_association",
      "aws_vpc_endpoint_subnet_association",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ],
  ],
  [
    gateways,
    ["aws_egress_only_internet_gateway", "aws_internet_gateway", "aws_internet_gateway_attachment"],
  ],
  [
    apiGateway,
    [
      "aws_api_gateway_account",
      "aws_api_gateway_api_key",
      "aws_api_gateway_authorizer",
      "aws_api_gateway_base_path_mapping",
      "aws_api_gateway_deployment",
      "aws_api_gateway_domain_name",
      "aws_api_gateway_gateway_response",
      "aws_api_gateway_integration",
      "aws_api_gateway_integration_response",
      "aws_api_gateway_method",
      "aws_api_gateway_method_response",
      "aws_api_gateway_method_settings",
      "aws_api_gateway_model",
      "aws_api_gateway_request_validator",
      "aws_api_gateway_resource",
      "aws_api_gateway_rest_api_policy",
      "aws_api_gateway_usage_plan",
      "aws_api_gateway_usage_plan_key",
      "aws_apigatewayv2_authorizer",
      "aws_apigatewayv2_deployment",
      "aws_apigatewayv2_integration",
      "aws_apigatewayv2_route",
      "aws_apigatewayv2_stage",
    ],
  ],
  [
    scaling,
    [
      "aws_appautoscaling_policy",
      "aws_appautoscaling_scheduled_action",
      "aws_appautoscaling_target",
    ],
  ],
  [budgets, ["aws_budgets_budget"]],
  [
    events,
    [
      "aws_cloudwatch_event_bus_policy",
      "aws_cloudwatch_event_permission",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
    ],
  ],
  [
    cloudWatch,
    [
      "aws_cloudwatch_log_resource_policy",
      "aws_cloudwatch_log_stream",
      "aws_cloudwatch_log_subscription_filter",
      "aws_cloudwatch_query_definition",
    ],
  ],
  [ecr, ["aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"]],
  [kms, ["aws_kms_alias", "aws_kms_grant", "aws_kms_key_policy"]],
  [
    lambda,
    [
      "aws_lambda_alias",
      "aws_lambda_event_source_mapping",
      "aws_lambda_function_event_invoke_config",
      "aws_lambda_function_url",
      "aws_lambda_invocation",
      "aws_lambda_layer_version",
      "aws_lambda_permission",
    ],
  ],
  [resourceGroups, ["aws_resourcegroups_group"]],
  [
    s3,
    [
      "aws_s3_bucket_cors_configuration",
      "aws_s3_bucket_intelligent_tiering_configuration",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_logging",
      "aws_s3_bucket_notification",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
    ],
  ],
  [
    sageMaker,
    [
      "aws_sagemaker_endpoint_configuration",
      "aws_sagemaker_model",
      "aws_sagemaker_model_package_group",
    ],
  ],
  [secrets, ["aws_secretsmanager_secret_policy", "aws_secretsmanager_secret_version"]],
  [sns, ["aws_sns_topic_policy", "aws_sns_topic_subscription"]],
  [
    sqs,
    ["aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy", "aws_sqs_queue_redrive_policy"],
  ],
  [waf, ["aws_wafv2_ip_set", "aws_wafv2_regex_pattern_set", "aws_wafv2_web_acl_association"]],
];

const hashicorp =
  "https://registry.terraform.io/namespaces/hashicorp (makes values and files only)";

/** Providers, by the prefix of their resource types, whose resources cost nothing anywhere. */
export const localProviders: Readonly<Record<string, string>> = {
  archive: hashicorp,
  local: hashicorp,
  null: hashicorp,
  random: hashicorp,
  template: hashicorp,
  terraform: hashicorp,
  time: hashicorp,
  tls: hashicorp,
};

/**
 * Terraform's resource types that cost nothing by themselves, with the page that says so.
 *
 * What they stand for may be charged for elsewhere: an endpoint configuration at its endpoint, an IP set's rule at its
 * web ACL, an event rule's custom events at its bus, a scaling policy's alarms in CloudWatch.
 */
export const freeResourceTypes: Readonly<Record<string, string>> = Object.fromEntries(
  bySource.flatMap(([source, types]) => types.map((type) => [type, source] as const)),
);
