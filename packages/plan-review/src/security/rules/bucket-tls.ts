import type { HazardRule } from "../../hazards/rule";
import { isUnknown } from "../../hazards/values";
import type { Statement } from "../../policy/document";
import { lacking, linked, present, statements } from "../resources";

/** Plain HTTP is refused, for the bucket and for its objects. */
export const bucketTls: HazardRule = {
  id: "bucket-tls",
  title: "Bucket answers plain HTTP",
  severity: "medium",
  mend: "add a statement to the bucket's policy that denies s3:* on the bucket and its objects if aws:SecureTransport is false",
  upstream: ["S3.5", "AwsSolutions-S10", "CKV_AWS_379"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket"),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_policy", "bucket").some(
          (policy) => isUnknown(policy, "policy") || statements(policy).some(refusesHttp),
        ),
      "no statement of its policy refuses requests without TLS",
    ),
};

function refusesHttp(statement: Statement): boolean {
  const { effect, principals, actions, resources = [], conditions } = statement;
  const [condition] = conditions;
  return (
    effect === "Deny" &&
    principals?.includes("*") === true &&
    actions?.some((action) => action === "s3:*" || action === "*") === true &&
    resources.some((resource) => !resource.endsWith("/*")) &&
    resources.some((resource) => resource.endsWith("*")) &&
    conditions.length === 1 &&
    condition?.operator === "Bool" &&
    condition.key === "aws:securetransport" &&
    condition.values.includes("false")
  );
}
