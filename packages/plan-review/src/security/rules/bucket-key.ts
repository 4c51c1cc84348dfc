import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, text } from "../../hazards/values";
import type { Change } from "../../plan/change";
import { isLogTarget } from "../log-targets";
import { block, lacking, linked, present } from "../resources";

/** Objects are encrypted under a key of the account, unless S3 writes access logs there, which it can do with SSE-S3 only. */
export const bucketKey: HazardRule = {
  id: "bucket-key",
  title: "Bucket not encrypted under a key of the account",
  severity: "medium",
  mend: "add aws_s3_bucket_server_side_encryption_configuration with aws:kms and a kms_master_key_id",
  upstream: ["CKV_AWS_145", "AWS-0132", "S3.17", "NIST.800.53.R5-S3DefaultEncryptionKMS"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket").filter((bucket) => !isLogTarget(facts, bucket)),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket").some(
          (found) => usesOwnKey(found),
        ),
      "objects are not encrypted under a KMS key of the account",
    ),
};

function usesOwnKey(configuration: Change): boolean {
  const rule = block(after(configuration), "rule");
  const byDefault = block(rule, "apply_server_side_encryption_by_default");
  const isKnown = text(byDefault, "kms_master_key_id") !== "";
  return (
    text(byDefault, "sse_algorithm").startsWith("aws:kms") &&
    (isKnown || isUnknown(configuration, "rule"))
  );
}
