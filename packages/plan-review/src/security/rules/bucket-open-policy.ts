import type { HazardRule } from "../../hazards/rule";
import { isOpen, lacking, present, statements } from "../resources";

/** A bucket's policy names who may, or says under which condition. */
export const bucketOpenPolicy: HazardRule = {
  id: "bucket-open-policy",
  title: "Bucket policy lets everybody in",
  severity: "critical",
  mend: "name the principals, or add a condition such as aws:PrincipalOrgID",
  upstream: ["CKV_AWS_70", "S3.2", "S3.3", "S3.6"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket_policy"),
      (policy) => !statements(policy).some(isOpen),
      "a statement allows everybody, without a condition",
    ),
};
