import type { HazardRule } from "../../hazards/rule";
import { isLogTarget } from "../log-targets";
import { lacking, linked, present } from "../resources";

/** Who read what is on record. The bucket of the logs itself is left out: it would log its own logging. */
export const bucketAccessLog: HazardRule = {
  id: "bucket-access-log",
  title: "Bucket without access log",
  severity: "low",
  mend: "add aws_s3_bucket_logging with a target bucket",
  upstream: ["CKV_AWS_18", "AWS-0089", "S3.9", "AwsSolutions-S1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket").filter((bucket) => !isLogTarget(facts, bucket)),
      (bucket) => linked(facts, bucket, "aws_s3_bucket_logging", "bucket").length > 0,
      "no access log: nobody can tell afterwards who read an object",
    ),
};
