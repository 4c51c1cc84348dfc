import { isOn, textOf } from "../../resources/attributes";
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
  [buckets]: (_, around) => {
    const gb = around.share(around.traffic.storedGb, buckets);
    const count = around.all(buckets).length;
    return [
      {
        item: "objects",
        dimension: "s3-standard-gb-month",
        quantity: gb,
        basis: `${amount(around.traffic.storedGb)} GB${count > 1 ? ` ÷ ${count} buckets` : ""}`,
      },
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
