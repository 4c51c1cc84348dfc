export interface Exception {
  /** Checkov's id. */
  readonly check: string;
  /** Addresses without the hash that cdktf puts behind them. */
  readonly resources: readonly string[];
  readonly reason: string;
}

/** Every check of Checkov that the stack of network and storage may fail. */
export const exceptions: readonly Exception[] = [
  {
    check: "CKV_AWS_144",
    resources: [
      "aws_s3_bucket.Logs",
      "aws_s3_bucket.Models_Bucket",
      "aws_s3_bucket.Payloads_Bucket",
    ],
    reason:
      "a release can be published again anywhere; a second region's copy is the user's choice",
  },
  {
    check: "CKV2_AWS_5",
    resources: ["aws_security_group.Client"],
    reason: "the example's client is a security group only; in the service a function has it",
  },
  {
    check: "CKV2_AWS_62",
    resources: ["aws_s3_bucket.Logs", "aws_s3_bucket.Models_Bucket"],
    reason: "nothing listens to these buckets; a notification without a listener guards nothing",
  },
];

/**
 * Checks that admit no exception: of buckets, of who reads a model, of keys and of the network.
 * None of them may stand in {@link exceptions}.
 */
export const withoutException: readonly string[] = [
  ...["CKV_AWS_18", "CKV_AWS_21", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
  ...["CKV_AWS_145", "CKV_AWS_300", "CKV2_AWS_6", "CKV2_AWS_61", "CKV2_AWS_65"],
  ...["CKV_AWS_70", "CKV_AWS_93"],
  ...["CKV_AWS_7", "CKV_AWS_33", "CKV_AWS_227", "CKV2_AWS_64"],
  ...["CKV2_AWS_11", "CKV2_AWS_12", "CKV_AWS_23", "CKV_AWS_130", "CKV_AWS_382"],
];

/**
 * The one check that AWS rules out for one kind of resource. Which resources these are the plan says, not a list: the
 * targets of an `aws_s3_bucket_logging`, and no other bucket.
 *
 * "Default server-side encryption with AWS KMS keys (SSE-KMS) is not supported for server access logging destination buckets."
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html (read 2026-11)
 */
export const notApplicable = { check: "CKV_AWS_145", to: "access log targets" } as const;
