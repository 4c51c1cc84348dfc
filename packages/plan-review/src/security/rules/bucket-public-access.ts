import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, linked, present } from "../resources";

const switches = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** All four switches that keep ACLs and policies from opening a bucket. */
export const bucketPublicAccess: HazardRule = {
  id: "bucket-public-access",
  title: "Bucket does not block public access whole",
  severity: "high",
  mend: "add an aws_s3_bucket_public_access_block with all four switches on",
  upstream: [
    "CKV_AWS_53",
    "CKV_AWS_54",
    "CKV_AWS_55",
    "CKV_AWS_56",
    "CKV2_AWS_6",
    "AWS-0086",
    "AWS-0087",
    "AWS-0091",
    "AWS-0093",
    "AWS-0094",
    "S3.1",
    "S3.8",
    "AwsSolutions-S2",
  ],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket"),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_public_access_block", "bucket").some((found) =>
          switches.every((name) => after(found)[name] === true),
        ),
      "an ACL or a policy can open the bucket: not all four switches are on",
    ),
};
