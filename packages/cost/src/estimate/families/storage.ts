import { isOn, isRecord, textOf } from "../../resources/attributes";
import type { Resource } from "../../resources/resource";
import { scheduledCallsOf } from "../scheduled";
import type { Surroundings } from "../surroundings";
import { amount, type Family, type Usage } from "../usage";

/** Requests to the key that encrypts log groups, topics and buckets; AWS's services keep data keys for five minutes. */
const keyRequestsPerUser = (30.4 * 24 * 60) / 5;

/** What the key's users are: each asks it for a data key from time to time. */
const keyUsers = ["aws_cloudwatch_log_group", "aws_sns_topic", "aws_s3_bucket", "aws_sqs_queue"];

const buckets = "aws_s3_bucket";

/** Buckets, keys, tables, secrets, parameters, images. */
export const storage: Family = {
  [buckets]: (bucket, around) => {
    const gb = around.share(around.traffic.storedGb, buckets);
    const count = around.all(buckets).length;
    const basis = `${amount(around.traffic.storedGb)} GB${count > 1 ? ` ÷ ${count} buckets` : ""}`;
    const tiered = entersTiering(bucket, around);
    return [
      {
        item: "objects",
        dimension: tiered ? "s3-intelligent-tiering-frequent-gb-month" : "s3-standard-gb-month",
        quantity: gb,
        basis,
      },
      ...(tiered ? tiering(gb, basis, around.traffic.imageBytes) : []),
    ];
  },
  aws_kms_key: (_, around) => key(around),
  aws_kms_replica_key: (_, around) => key(around),
  aws_secretsmanager_secret: () => [one("secret", "secret-month")],
  aws_ssm_parameter: ({ values }, around) =>
    textOf(values, "tier") === "Advanced"
      ? [one("advanced parameter", "ssm-advanced-parameter-month"), ...reads(around)]
      : [],
  aws_ecr_repository: () => [
    { item: "images", unpriced: "the scenario does not say how large its images are" },
  ],
  aws_dynamodb_table: ({ values }) => [
    {
      item: "table",
      unpriced: `the scenario does not say what is read and written${isOn(values, "stream_enabled") ? ", or streamed" : ""}`,
    },
  ],
};

/**
 * Intelligent-Tiering watches no object below 128 KiB, and moves none to a cheaper tier.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html (read 2026-11)
 */
const leastTieredBytes = 128 * 1024;

/** Whether a bucket's objects, which are pictures, enter Intelligent-Tiering. */
function entersTiering(bucket: Resource, around: Surroundings): boolean {
  const lifecycles = around.referring(bucket, "bucket", "aws_s3_bucket_lifecycle_configuration");
  const tiers = lifecycles
    .flatMap(({ values }) => recordsOf(values.rule))
    .filter(({ status }) => status === "Enabled")
    .flatMap(({ transition }) => recordsOf(transition));
  return (
    around.traffic.imageBytes >= leastTieredBytes &&
    tiers.some(({ storage_class: tier }) => tier === "INTELLIGENT_TIERING")
  );
}

/** Blocks as far as they are known: of a rule that is not, the bucket's price is that of Standard, which is the same. */
function recordsOf(value: unknown): readonly Resource["values"][] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

function tiering(gb: number, stored: string, imageBytes: number): Usage[] {
  const quantity = (gb * 1e9) / imageBytes;
  const basis = `${stored} ÷ ${amount(imageBytes)} bytes`;
  return [
    {
      item: "objects that Intelligent-Tiering watches",
      dimension: "s3-intelligent-tiering-object-month",
      quantity,
      basis,
      assumption: "each object is read once a month: what nobody reads costs less",
    },
    {
      item: "objects moved to Intelligent-Tiering",
      dimension: "s3-lifecycle-transition-intelligent-tiering",
      quantity,
      basis,
      assumption: "each object is kept for a month, so that as many are new",
    },
  ];
}

function one(item: string, dimension: Usage["dimension"]): Usage {
  return { item, dimension, quantity: 1, basis: "1" };
}

/** AWS charges for each read of an advanced parameter, and for none of a standard one. */
function reads(around: Surroundings): Usage[] {
  const readers = around
    .all("aws_lambda_function")
    .flatMap((fn) => scheduledCallsOf(fn, around) ?? []);
  if (readers.length === 0) return [];
  return [
    {
      item: "reads",
      dimension: "ssm-parameter-request",
      quantity: readers.reduce((sum, { count }) => sum + count, 0),
      basis: readers.map(({ basis }) => basis).join(" + "),
      assumption: "each invocation of a function by a schedule reads it once",
    },
  ];
}

function key(around: Surroundings): Usage[] {
  const keys = around.all("aws_kms_key", "aws_kms_replica_key").length;
  const users = around.all(...keyUsers).length;
  const requests = Math.round(users * keyRequestsPerUser) / keys;
  return [
    one("key", "kms-key-month"),
    {
      item: "requests",
      dimension: "kms-request",
      quantity: requests,
      basis: `${users} users × ${amount(Math.round(keyRequestsPerUser))} requests${keys > 1 ? ` ÷ ${keys} keys` : ""}`,
      assumption: "each log group, topic, queue and bucket asks its key every five minutes",
    },
  ];
}
