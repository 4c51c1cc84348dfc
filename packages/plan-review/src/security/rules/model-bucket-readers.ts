import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, text } from "../../hazards/values";
import { matches } from "../../policy/covers";
import type { Statement } from "../../policy/document";
import { lacking, linked, present, statements } from "../resources";

/** A bucket of models is read by named roles alone, whatever their own policies say. */
export const modelBucketReaders: HazardRule = {
  id: "model-bucket-readers",
  title: "Models can be read by any role with S3 rights",
  severity: "high",
  mend: "add a statement to the bucket's policy that denies s3:GetObject* unless aws:PrincipalArn is one of the readers'",
  upstream: ["S3.6"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket").filter((bucket) =>
        /(?:^|[-_.])models?(?:[-_.]|$)/.test(text(after(bucket), "bucket")),
      ),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_policy", "bucket").some(
          (policy) => isUnknown(policy, "policy") || statements(policy).some(namesReaders),
        ),
      "no statement denies reading to everybody except named principals",
    ),
};

function namesReaders({ effect, principals, actions = [], conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principals?.includes("*") === true &&
    actions.some((action) => matches(action, "s3:getobject")) &&
    conditions.some(
      ({ operator, key, values }) =>
        /^(?:Arn|String)Not(?:Like|Equals)/.test(operator) &&
        key === "aws:principalarn" &&
        !values.includes("*"),
    )
  );
}
