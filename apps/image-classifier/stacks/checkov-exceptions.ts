interface Exception {
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
    check: "CKV_AWS_145",
    resources: ["aws_s3_bucket.Logs"],
    reason:
      "S3 delivers access logs only to a bucket that encrypts with its own keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
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
