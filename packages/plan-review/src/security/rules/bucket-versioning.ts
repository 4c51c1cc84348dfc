import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { block, lacking, linked, present } from "../resources";

/** What is overwritten or deleted can be brought back. */
export const bucketVersioning: HazardRule = {
  id: "bucket-versioning",
  title: "Bucket keeps no versions",
  severity: "medium",
  mend: "add aws_s3_bucket_versioning with the status Enabled",
  upstream: ["CKV_AWS_21", "AWS-0090", "S3.14", "NIST.800.53.R5-S3BucketVersioningEnabled"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket"),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_versioning", "bucket").some(
          (found) => text(block(after(found), "versioning_configuration"), "status") === "Enabled",
        ),
      "versioning is not enabled: what is overwritten or deleted is gone",
    ),
};
