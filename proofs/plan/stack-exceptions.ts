import type { Exception } from "../shared/checkov-exceptions";

/** Every check of Checkov that a data stack may fail, of buckets that it has. */
export const dataExceptions: readonly Exception[] = [
  {
    check: "CKV2_AWS_62",
    resources: ["aws_s3_bucket.Logs", "aws_s3_bucket.Models_Bucket"],
    reason: "nothing listens to these buckets; a notification without a listener guards nothing",
  },
  {
    check: "CKV_AWS_144",
    resources: [
      "aws_s3_bucket.Logs",
      "aws_s3_bucket.Models_Bucket",
      "aws_s3_bucket.Payloads_Bucket",
    ],
    reason: "a release can be published again anywhere, and pictures are kept for a month at most",
  },
  {
    check: "CKV_AWS_145",
    resources: ["aws_s3_bucket.Logs"],
    reason: "S3 delivers access logs to no bucket that is encrypted with a KMS key by default",
  },
];

/** Every check of Checkov that the account's stack may fail, with the roles of one environment. */
export function accountExceptions(environment: string): readonly Exception[] {
  const name = `${environment.charAt(0).toUpperCase()}${environment.slice(1)}`;
  const deploys = [`aws_iam_policy.Deploy${name}_Network`, `aws_iam_policy.Deploy${name}_Service`];
  const plans = [`aws_iam_policy.Plan${name}_Network`, `aws_iam_policy.Plan${name}_Service`];
  return [
    {
      check: "CKV2_AWS_62",
      resources: ["aws_s3_bucket.State", "aws_s3_bucket.StateLogs"],
      reason: "nothing listens to these buckets; a notification without a listener guards nothing",
    },
    {
      check: "CKV_AWS_144",
      resources: ["aws_s3_bucket.State", "aws_s3_bucket.StateLogs"],
      reason: "a lost region takes what the state describes with it (ADR 109)",
    },
    {
      check: "CKV_AWS_145",
      resources: ["aws_s3_bucket.StateLogs"],
      reason: "S3 delivers access logs to no bucket that is encrypted with a KMS key by default",
    },
    {
      check: "CKV_AWS_290",
      resources: deploys,
      reason:
        "log deliveries, composite alarms, saved queries and hosted zones have no ARN to constrain",
    },
    {
      check: "CKV_AWS_355",
      resources: [...deploys, ...plans],
      reason: "AWS offers no resource for these actions; the suite rights calls each of them",
    },
    {
      check: "CKV_AWS_61",
      resources: [`aws_iam_role.Deploy${name}`, `aws_iam_role.Plan${name}`],
      reason: "the account is the principal, and a condition names the roles that may assume it",
    },
  ];
}
