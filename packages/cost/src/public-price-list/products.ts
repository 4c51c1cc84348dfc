import type { Dimension, FixedDimension, InstanceUse, Service } from "../prices/dimensions";
import { serviceAndUnit } from "../prices/dimensions";

/** Where AWS's price list has a dimension. */
export interface ListedProduct {
  /** Code of the offer file. */
  readonly offer: Service;
  /** Attributes by which its product is found; `usagetype` is without the region's prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The list's unit, where it was seen; a product in another unit is not compared. */
  readonly unit?: string;
}

/** A dimension's product, or why its price cannot be compared with the list. */
export type Listing = ListedProduct | { readonly notCompared: string };

type Entry = Omit<ListedProduct, "offer"> | string;

const usage = (usagetype: string, unit?: string): Entry => ({
  attributes: { usagetype },
  ...(unit === undefined ? {} : { unit }),
});
const group = (name: string, unit?: string): Entry => ({
  attributes: { group: name },
  ...(unit === undefined ? {} : { unit }),
});
const memory = (name: string): Entry => ({
  attributes: { group: name, memorygb: "1" },
  unit: "seconds",
});

const tooLarge = "AmazonEC2's offer file has 300 MB, too many for two prices";
const noProduct = "no product of the list is known for it";

/** By dimension: attributes of its product in the offer of its service. */
const entries: Readonly<Record<FixedDimension, Entry>> = {
  "hosting-volume-gb-month": usage("Host:VolumeUsage.gp2", "GB-Mo"),
  "hosting-data-in-gb": group("Hosting:IN", "GB"),
  "hosting-data-out-gb": group("Hosting:OUT", "GB"),
  "training-volume-gb-month": usage("Train:VolumeUsage.gp2", "GB-Mo"),
  "serverless-gb-second": memory("ServerlessInf"),
  "serverless-data-in-gb": group("Hosting:IN", "GB"),
  "serverless-data-out-gb": group("Hosting:OUT", "GB"),
  "serverless-provisioned-gb-second": memory("ServerlessProvisionedConcurrency-Usage"),
  "serverless-provisioned-duration-gb-second": memory("ServerlessProvisionedConcurrency-Duration"),

  "lambda-request": group("AWS-Lambda-Requests"),
  "lambda-gb-second-x86": group("AWS-Lambda-Duration"),
  "lambda-gb-second-arm": group("AWS-Lambda-Duration-ARM"),
  "lambda-ephemeral-gb-second": group("AWS-Lambda-Storage-Duration"),
  "lambda-provisioned-gb-second-x86": group("AWS-Lambda-Provisioned-Concurrency"),
  "lambda-provisioned-gb-second-arm": group("AWS-Lambda-Provisioned-Concurrency-ARM"),
  "lambda-provisioned-duration-gb-second-x86": group("AWS-Lambda-Duration-Provisioned"),
  "lambda-provisioned-duration-gb-second-arm": group("AWS-Lambda-Duration-Provisioned-ARM"),

  "api-gateway-rest-request": usage("ApiGatewayRequest"),
  "api-gateway-http-request": usage("ApiGatewayHttpRequest"),
  "api-gateway-cache-0.5-gb-hour": usage("ApiGatewayCacheUsage:0.5GB"),

  "waf-web-acl-month": usage("WebACLV2", "Month"),
  "waf-rule-month": usage("RuleV2", "Month"),
  "waf-request": usage("RequestV2-Tier1", "Request"),

  "alarm-standard-resolution-month": usage("CW:AlarmMonitorUsage"),
  "alarm-high-resolution-month": usage("CW:HighResAlarmMonitorUsage"),
  "alarm-composite-month": usage("CW:CompositeAlarmMonitorUsage"),
  "alarm-metrics-insights-month": usage("CW:MetricInsightAlarmUsage"),
  "custom-metric-month": usage("CW:MetricMonitorUsage", "Metrics"),
  "dashboard-month": "the list has no product for dashboards",
  "metrics-api-request": usage("CW:Requests"),
  "logs-ingest-gb": usage("DataProcessing-Bytes", "GB"),
  "logs-infrequent-access-ingest-gb": usage("DataProcessingIA-Bytes", "GB"),
  "logs-storage-gb-month": usage("TimedStorage-ByteHrs", "GB-Mo"),
  "logs-insights-scanned-gb": usage("DataScanned-Bytes", "GB"),
  "vended-logs-ingest-gb": usage("VendedLog-Bytes", "GB"),
  "vended-logs-s3-gb": usage("S3-Egress-Bytes", "GB"),

  "kms-key-month": usage("KMS-Keys"),
  "kms-request": usage("KMS-Requests"),

  "s3-standard-gb-month": usage("TimedStorage-ByteHrs", "GB-Mo"),
  "s3-standard-ia-gb-month": usage("TimedStorage-SIA-ByteHrs", "GB-Mo"),
  "s3-standard-ia-retrieval-gb": usage("Retrieval-SIA", "GB"),
  "s3-intelligent-tiering-frequent-gb-month": usage("TimedStorage-INT-FA-ByteHrs", "GB-Mo"),
  "s3-intelligent-tiering-infrequent-gb-month": usage("TimedStorage-INT-IA-ByteHrs", "GB-Mo"),
  "s3-intelligent-tiering-archive-instant-gb-month": usage("TimedStorage-INT-AIA-ByteHrs", "GB-Mo"),
  "s3-intelligent-tiering-object-month": usage("Monitoring-Automation-INT"),
  "s3-glacier-instant-gb-month": usage("TimedStorage-GIR-ByteHrs", "GB-Mo"),
  "s3-glacier-flexible-gb-month": usage("TimedStorage-GlacierByteHrs", "GB-Mo"),
  "s3-glacier-deep-archive-gb-month": usage("TimedStorage-GDA-ByteHrs", "GB-Mo"),
  "s3-put-request": usage("Requests-Tier1"),
  "s3-get-request": usage("Requests-Tier2"),
  "s3-lifecycle-transition-intelligent-tiering": noProduct,
  "s3-lifecycle-transition-standard-ia": noProduct,

  "interface-endpoint-hour": usage("VpcEndpoint-Hours", "Hrs"),
  "interface-endpoint-gb": usage("VpcEndpoint-Bytes", "GB"),
  "nat-gateway-hour": tooLarge,
  "nat-gateway-gb": tooLarge,
  "public-ipv4-hour": usage("PublicIPv4:InUseAddress", "Hrs"),
  "transfer-out-internet-gb": usage("DataTransfer-Out-Bytes", "GB"),
  "transfer-between-zones-gb": usage("DataTransfer-Regional-Bytes", "GB"),
  "transfer-between-regions-gb": "the list has one price for each pair of regions",

  "sns-request": usage("Requests-Tier1"),
  "sns-http-notification": usage("DeliveryAttempts-HTTP"),
  "sns-email-notification": usage("DeliveryAttempts-SMTP"),
  "sqs-standard-request": usage("Requests-RBP"),
  "sqs-fifo-request": usage("Requests-FIFO-RBP"),
  "eventbridge-custom-event": noProduct,
  "scheduler-invocation": noProduct,
  "step-functions-transition": usage("StateTransition"),
  "step-functions-express-request": usage("StepFunctions-Request"),
  "step-functions-express-gb-second": usage("StepFunctions-GB-Second"),

  "dynamodb-write-request-unit": usage("WriteRequestUnits"),
  "dynamodb-read-request-unit": usage("ReadRequestUnits"),
  "dynamodb-storage-gb-month": usage("TimedStorage-ByteHrs", "GB-Mo"),
  "dynamodb-point-in-time-recovery-gb-month": usage("TimedPITRStorage-ByteHrs", "GB-Mo"),

  "ssm-advanced-parameter-month": noProduct,
  "ssm-parameter-request": noProduct,
  "secret-month": usage("AWSSecretsManager-Secrets"),
  "secret-request": usage("AWSSecretsManagerAPIRequest"),
  "budget-with-actions-day": usage("ActionEnabledBudgetsUsage"),
  "xray-trace-recorded": noProduct,
  "xray-trace-scanned": noProduct,
  "ecr-storage-gb-month": usage("TimedStorage-ByteHrs", "GB-Mo"),
};

/** Usage types of SageMaker's instances: `USE1-Host:ml.m5.xlarge`. */
const instanceUsage: Readonly<Record<InstanceUse, string | undefined>> = {
  hosting: "Host",
  "batch-transform": "Tsform",
  training: "Train",
  "spot-training": undefined,
};

/** Returns where AWS's price list has a dimension. */
export function listingOf(dimension: Dimension): Listing {
  const [offer] = serviceAndUnit(dimension);
  const [use = "", type] = dimension.split("-instance-hour/");
  if (type === undefined) return listed(offer, entries[dimension as FixedDimension]);
  const prefix = instanceUsage[use as InstanceUse];
  return listed(
    offer,
    prefix === undefined
      ? "its discount is an assumption; the list has no price of spot"
      : usage(`${prefix}:${type}`, "Hrs"),
  );
}

function listed(offer: Service, entry: Entry): Listing {
  return typeof entry === "string" ? { notCompared: entry } : { offer, ...entry };
}

const usagePrefixes: Readonly<Record<string, readonly string[]>> = {
  // Virginia, AWS's oldest region, has usage types without a prefix, too.
  "us-east-1": ["USE1-", "us-east-1-", ""],
  "us-east-2": ["USE2-", "us-east-2-"],
  "us-west-2": ["USW2-", "us-west-2-"],
  "eu-central-1": ["EUC1-", "eu-central-1-"],
  "eu-west-1": ["EU-", "EUW1-", "eu-west-1-"],
};

/** Prefixes that a region's usage types can have, the most specific first; undefined if they are not known. */
export function usagePrefixesOf(region: string): readonly string[] | undefined {
  return Object.hasOwn(usagePrefixes, region) ? usagePrefixes[region] : undefined;
}
