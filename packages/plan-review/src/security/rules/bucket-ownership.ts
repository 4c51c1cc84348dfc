import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { block, lacking, linked, present } from "../resources";

/** ACLs are off: the bucket's policy alone decides. */
export const bucketOwnership: HazardRule = {
  id: "bucket-ownership",
  title: "Bucket honours ACLs",
  severity: "medium",
  mend: "add aws_s3_bucket_ownership_controls with object_ownership BucketOwnerEnforced",
  upstream: ["CKV2_AWS_65", "S3.12"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket"),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_ownership_controls", "bucket").some(
          (found) =>
            text(block(after(found), "rule"), "object_ownership") === "BucketOwnerEnforced",
        ),
      "object_ownership is not BucketOwnerEnforced: objects can have ACLs of their own",
    ),
};
