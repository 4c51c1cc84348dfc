import type { Change } from "../plan/change";
import { type Facts, linked, statements } from "./resources";

/** Whether S3 writes access logs into a bucket: another bucket names it as target, or its policy lets S3's logging in. */
export function isLogTarget(facts: Facts, bucket: Change): boolean {
  if (linked(facts, bucket, "aws_s3_bucket_logging", "target_bucket").length > 0) return true;
  return linked(facts, bucket, "aws_s3_bucket_policy", "bucket").some((policy) =>
    statements(policy).some(
      ({ effect, principals = [] }) =>
        effect === "Allow" && principals.includes("Service:logging.s3.amazonaws.com"),
    ),
  );
}
