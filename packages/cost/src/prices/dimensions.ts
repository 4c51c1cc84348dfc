/** AWS's offer codes, as its public price list names services. */
export type Service =
  | "AmazonApiGateway"
  | "AmazonCloudWatch"
  | "AmazonDynamoDB"
  | "AmazonEC2"
  | "AmazonECR"
  | "AmazonS3"
  | "AmazonSNS"
  | "AmazonSageMaker"
  | "AmazonStates"
  | "AmazonVPC"
  | "AWSBudgets"
  | "AWSDataTransfer"
  | "AWSEvents"
  | "AWSLambda"
  | "AWSQueueService"
  | "AWSSecretsManager"
  | "AWSSystemsManager"
  | "AWSXRay"
  | "awskms"
  | "awswaf";

/** What a quantity counts. A month of an instance or a network interface is 730 hours. */
export type Unit =
  | "alarm-month"
  | "dashboard-month"
  | "event"
  | "GB"
  | "GB-month"
  | "GB-second"
  | "hour"
  | "instance-hour"
  | "key-month"
  | "metric-month"
  | "notification"
  | "object-month"
  | "parameter-month"
  | "request"
  | "request-unit"
  | "rule-month"
  | "secret-month"
  | "trace"
  | "transition"
  | "web-acl-month"
  | "day";

/** For what SageMaker runs an instance: each use has its own price. */
export type InstanceUse =
  | "hosting"
  | "batch-transform"
  | "training"
  /** Managed spot training: billed seconds at a discount that AWS changes all the time. */
  | "spot-training";

/**
 * Dimensions of AWS's bill that have a price here, but for hours of instances, with their service and unit.
 *
 * Storage is by the GB-month, compute by the GB-second: GB is 2^30 bytes, as AWS bills it.
 */
export const dimensions = {
  "hosting-volume-gb-month": ["AmazonSageMaker", "GB-month"],
  "hosting-data-in-gb": ["AmazonSageMaker", "GB"],
  "hosting-data-out-gb": ["AmazonSageMaker", "GB"],
  "training-volume-gb-month": ["AmazonSageMaker", "GB-month"],
  "serverless-gb-second": ["AmazonSageMaker", "GB-second"],
  "serverless-data-in-gb": ["AmazonSageMaker", "GB"],
  "serverless-data-out-gb": ["AmazonSageMaker", "GB"],
  /** Provisioned concurrency, whether it is used or not. */
  "serverless-provisioned-gb-second": ["AmazonSageMaker", "GB-second"],
  /** Duration of inferences on provisioned concurrency. */
  "serverless-provisioned-duration-gb-second": ["AmazonSageMaker", "GB-second"],

  "lambda-request": ["AWSLambda", "request"],
  "lambda-gb-second-x86": ["AWSLambda", "GB-second"],
  "lambda-gb-second-arm": ["AWSLambda", "GB-second"],
  /** Ephemeral storage above the 512 MB that are free. */
  "lambda-ephemeral-gb-second": ["AWSLambda", "GB-second"],
  "lambda-provisioned-gb-second-x86": ["AWSLambda", "GB-second"],
  "lambda-provisioned-gb-second-arm": ["AWSLambda", "GB-second"],
  "lambda-provisioned-duration-gb-second-x86": ["AWSLambda", "GB-second"],
  "lambda-provisioned-duration-gb-second-arm": ["AWSLambda", "GB-second"],

  "api-gateway-rest-request": ["AmazonApiGateway", "request"],
  /** Metered in steps of 512 KB. */
  "api-gateway-http-request": ["AmazonApiGateway", "request"],
  /** Cache of 0.5 GB. */
  "api-gateway-cache-0.5-gb-hour": ["AmazonApiGateway", "hour"],

  "waf-web-acl-month": ["awswaf", "web-acl-month"],
  "waf-rule-month": ["awswaf", "rule-month"],
  "waf-request": ["awswaf", "request"],

  /** By metric that the alarm reads, not by alarm. */
  "alarm-standard-resolution-month": ["AmazonCloudWatch", "alarm-month"],
  /** Period of less than 60 seconds; by metric. */
  "alarm-high-resolution-month": ["AmazonCloudWatch", "alarm-month"],
  "alarm-composite-month": ["AmazonCloudWatch", "alarm-month"],
  /** Alarm on a Metrics Insights query; by metric that the query analyses. */
  "alarm-metrics-insights-month": ["AmazonCloudWatch", "alarm-month"],
  "custom-metric-month": ["AmazonCloudWatch", "metric-month"],
  "dashboard-month": ["AmazonCloudWatch", "dashboard-month"],
  /** GetMetricData counts metrics that are requested. */
  "metrics-api-request": ["AmazonCloudWatch", "request"],
  "logs-ingest-gb": ["AmazonCloudWatch", "GB"],
  "logs-infrequent-access-ingest-gb": ["AmazonCloudWatch", "GB"],
  "logs-storage-gb-month": ["AmazonCloudWatch", "GB-month"],
  "logs-insights-scanned-gb": ["AmazonCloudWatch", "GB"],
  /** Logs that AWS services deliver to a log group: VPC flow logs, WAF, Step Functions express. */
  "vended-logs-ingest-gb": ["AmazonCloudWatch", "GB"],
  /** Logs that AWS services deliver to a bucket. */
  "vended-logs-s3-gb": ["AmazonCloudWatch", "GB"],

  "kms-key-month": ["awskms", "key-month"],
  "kms-request": ["awskms", "request"],

  "s3-standard-gb-month": ["AmazonS3", "GB-month"],
  "s3-standard-ia-gb-month": ["AmazonS3", "GB-month"],
  "s3-standard-ia-retrieval-gb": ["AmazonS3", "GB"],
  "s3-intelligent-tiering-frequent-gb-month": ["AmazonS3", "GB-month"],
  "s3-intelligent-tiering-infrequent-gb-month": ["AmazonS3", "GB-month"],
  "s3-intelligent-tiering-archive-instant-gb-month": ["AmazonS3", "GB-month"],
  /** Monitoring and automation, by object of 128 KB and more. */
  "s3-intelligent-tiering-object-month": ["AmazonS3", "object-month"],
  "s3-glacier-instant-gb-month": ["AmazonS3", "GB-month"],
  "s3-glacier-flexible-gb-month": ["AmazonS3", "GB-month"],
  "s3-glacier-deep-archive-gb-month": ["AmazonS3", "GB-month"],
  /** PUT, COPY, POST and LIST. */
  "s3-put-request": ["AmazonS3", "request"],
  /** GET, SELECT and everything else; DELETE is free. */
  "s3-get-request": ["AmazonS3", "request"],
  "s3-lifecycle-transition-intelligent-tiering": ["AmazonS3", "request"],
  "s3-lifecycle-transition-standard-ia": ["AmazonS3", "request"],

  /** By availability zone in which the endpoint has an interface. */
  "interface-endpoint-hour": ["AmazonVPC", "hour"],
  "interface-endpoint-gb": ["AmazonVPC", "GB"],
  "nat-gateway-hour": ["AmazonEC2", "hour"],
  "nat-gateway-gb": ["AmazonEC2", "GB"],
  "public-ipv4-hour": ["AmazonVPC", "hour"],
  "transfer-out-internet-gb": ["AWSDataTransfer", "GB"],
  /** Each direction: a GB between zones is charged where it leaves and where it arrives. */
  "transfer-between-zones-gb": ["AWSDataTransfer", "GB"],
  "transfer-between-regions-gb": ["AWSDataTransfer", "GB"],

  "sns-request": ["AmazonSNS", "request"],
  "sns-http-notification": ["AmazonSNS", "notification"],
  "sns-email-notification": ["AmazonSNS", "notification"],
  "sqs-standard-request": ["AWSQueueService", "request"],
  "sqs-fifo-request": ["AWSQueueService", "request"],
  /** Events of one's own and of partners; those of AWS's services are free. */
  "eventbridge-custom-event": ["AWSEvents", "event"],
  "scheduler-invocation": ["AWSEvents", "request"],
  "step-functions-transition": ["AmazonStates", "transition"],
  "step-functions-express-request": ["AmazonStates", "request"],
  "step-functions-express-gb-second": ["AmazonStates", "GB-second"],

  "dynamodb-write-request-unit": ["AmazonDynamoDB", "request-unit"],
  "dynamodb-read-request-unit": ["AmazonDynamoDB", "request-unit"],
  "dynamodb-storage-gb-month": ["AmazonDynamoDB", "GB-month"],
  "dynamodb-point-in-time-recovery-gb-month": ["AmazonDynamoDB", "GB-month"],

  "ssm-advanced-parameter-month": ["AWSSystemsManager", "parameter-month"],
  /** Higher throughput, or advanced parameters; at standard throughput requests are free. */
  "ssm-parameter-request": ["AWSSystemsManager", "request"],
  "secret-month": ["AWSSecretsManager", "secret-month"],
  "secret-request": ["AWSSecretsManager", "request"],
  /** Only budgets with actions; others are free. */
  "budget-with-actions-day": ["AWSBudgets", "day"],
  "xray-trace-recorded": ["AWSXRay", "trace"],
  "xray-trace-scanned": ["AWSXRay", "trace"],
  "ecr-storage-gb-month": ["AmazonECR", "GB-month"],
} as const;

/** A dimension that has one price in a region. */
export type FixedDimension = keyof typeof dimensions;

/** Hours of a SageMaker instance type, by use: `hosting-instance-hour/ml.c5.large`. */
export type InstanceDimension = `${InstanceUse}-instance-hour/ml.${string}`;

/** Stable id of something that AWS counts and charges for. */
export type Dimension = FixedDimension | InstanceDimension;

/** Service and unit of a dimension. */
export function serviceAndUnit(dimension: Dimension): readonly [Service, Unit] {
  return isFixed(dimension) ? dimensions[dimension] : ["AmazonSageMaker", "instance-hour"];
}

/** Dimension of an instance type in a use. */
export function instanceDimension(use: InstanceUse, instanceType: string): InstanceDimension {
  if (!/^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceType)) {
    throw new Error(
      `instance type must be one of SageMaker's, such as 'ml.c5.large', got '${instanceType}'`,
    );
  }
  return `${use}-instance-hour/${instanceType as `ml.${string}`}`;
}

function isFixed(dimension: Dimension): dimension is FixedDimension {
  return Object.hasOwn(dimensions, dimension);
}
