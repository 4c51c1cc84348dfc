import type { FixedDimension, InstanceUse } from "./dimensions";
import { freeResourceTypes, localProviders } from "./free";
import { unpricedResourceTypes } from "./unpriced";

/** A dimension, or hours of instances of any type in a use. */
export type DimensionFamily = FixedDimension | `${InstanceUse}-instance-hour`;

/** How a resource type is charged for. */
export type ResourcePricing =
  | { readonly kind: "priced"; readonly dimensions: readonly DimensionFamily[] }
  | { readonly kind: "free"; readonly source: string }
  /** It costs something that has no price here. */
  | { readonly kind: "unpriced"; readonly reason: string };

const vendedLogs: readonly DimensionFamily[] = ["vended-logs-ingest-gb", "vended-logs-s3-gb"];

/** Terraform's resource types that cost something, with everything that AWS may charge for one. */
const pricedResourceTypes: Readonly<Record<string, readonly DimensionFamily[]>> = {
  aws_api_gateway_rest_api: ["api-gateway-rest-request", "transfer-out-internet-gb"],
  aws_api_gateway_stage: ["api-gateway-cache-0.5-gb-hour"],
  aws_apigatewayv2_api: ["api-gateway-http-request", "transfer-out-internet-gb"],
  aws_budgets_budget_action: ["budget-with-actions-day"],
  aws_cloudwatch_composite_alarm: ["alarm-composite-month"],
  aws_cloudwatch_dashboard: ["dashboard-month"],
  aws_cloudwatch_event_bus: ["eventbridge-custom-event"],
  aws_cloudwatch_log_group: [
    "logs-ingest-gb",
    "logs-infrequent-access-ingest-gb",
    "logs-storage-gb-month",
    "logs-insights-scanned-gb",
  ],
  aws_cloudwatch_log_metric_filter: ["custom-metric-month"],
  aws_cloudwatch_metric_alarm: [
    "alarm-standard-resolution-month",
    "alarm-high-resolution-month",
    "alarm-metrics-insights-month",
  ],
  aws_dynamodb_table: [
    "dynamodb-write-request-unit",
    "dynamodb-read-request-unit",
    "dynamodb-storage-gb-month",
    "dynamodb-point-in-time-recovery-gb-month",
  ],
  aws_ecr_repository: ["ecr-storage-gb-month"],
  aws_eip: ["public-ipv4-hour"],
  aws_flow_log: vendedLogs,
  aws_kms_key: ["kms-key-month", "kms-request"],
  aws_kms_replica_key: ["kms-key-month", "kms-request"],
  aws_lambda_function: [
    "lambda-request",
    "lambda-gb-second-x86",
    "lambda-gb-second-arm",
    "lambda-ephemeral-gb-second",
  ],
  aws_lambda_provisioned_concurrency_config: [
    "lambda-provisioned-gb-second-x86",
    "lambda-provisioned-gb-second-arm",
    "lambda-provisioned-duration-gb-second-x86",
    "lambda-provisioned-duration-gb-second-arm",
  ],
  aws_nat_gateway: ["nat-gateway-hour", "nat-gateway-gb"],
  aws_s3_bucket: [
    "s3-standard-gb-month",
    "s3-put-request",
    "s3-get-request",
    "s3-intelligent-tiering-frequent-gb-month",
    "s3-intelligent-tiering-infrequent-gb-month",
    "s3-intelligent-tiering-archive-instant-gb-month",
    "s3-intelligent-tiering-object-month",
    "s3-standard-ia-gb-month",
    "s3-standard-ia-retrieval-gb",
    "s3-glacier-instant-gb-month",
    "s3-glacier-flexible-gb-month",
    "s3-glacier-deep-archive-gb-month",
    "s3-lifecycle-transition-intelligent-tiering",
    "s3-lifecycle-transition-standard-ia",
  ],
  /** Its variants, with their instance types and counts, stand in its endpoint configuration. */
  aws_sagemaker_endpoint: [
    "hosting-instance-hour",
    "hosting-volume-gb-month",
    "hosting-data-in-gb",
    "hosting-data-out-gb",
    "serverless-gb-second",
    "serverless-data-in-gb",
    "serverless-data-out-gb",
    "serverless-provisioned-gb-second",
    "serverless-provisioned-duration-gb-second",
  ],
  aws_scheduler_schedule: ["scheduler-invocation"],
  aws_secretsmanager_secret: ["secret-month", "secret-request"],
  aws_sfn_state_machine: [
    "step-functions-transition",
    "step-functions-express-request",
    "step-functions-express-gb-second",
  ],
  aws_sns_topic: ["sns-request", "sns-http-notification", "sns-email-notification"],
  aws_sqs_queue: ["sqs-standard-request", "sqs-fifo-request"],
  aws_ssm_parameter: ["ssm-advanced-parameter-month", "ssm-parameter-request"],
  aws_vpc_endpoint: ["interface-endpoint-hour", "interface-endpoint-gb"],
  aws_wafv2_web_acl: ["waf-web-acl-month", "waf-rule-month", "waf-request"],
  aws_wafv2_web_acl_logging_configuration: vendedLogs,
};

/**
 * Returns how a Terraform resource type is charged for; undefined if it is unknown here.
 *
 * A type that is unknown may cost anything: show it as unpriced, by name.
 */
export function pricingOf(resourceType: string): ResourcePricing | undefined {
  const dimensions = entry(pricedResourceTypes, resourceType);
  if (dimensions !== undefined) return { kind: "priced", dimensions };
  const source = entry(freeResourceTypes, resourceType) ?? localSource(resourceType);
  if (source !== undefined) return { kind: "free", source };
  const reason = entry(unpricedResourceTypes, resourceType);
  return reason === undefined ? undefined : { kind: "unpriced", reason };
}

/** The source, if the type belongs to a provider whose resources cost nothing. */
function localSource(resourceType: string): string | undefined {
  const [provider = ""] = resourceType.split("_", 1);
  return entry(localProviders, provider);
}

function entry<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
