import type { HazardRule } from "../../hazards/rule";
import { matches } from "../../policy/covers";
import type { Statement } from "../../policy/document";
import { lacking, present, statements } from "../resources";

const administration = ["s3:putbucketpolicy", "s3:deletebucketpolicy"];

/** An unconditional denial binds the administrators too: only the root user can remove it. */
export const bucketLockOut: HazardRule = {
  id: "bucket-lock-out",
  title: "Bucket policy locks its administrators out",
  severity: "high",
  mend: "add a condition to the denial, such as ArnNotLike on aws:PrincipalArn",
  upstream: ["CKV_AWS_93"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket_policy"),
      (policy) => !statements(policy).some(locksOut),
      "a statement denies everybody the change of this policy, without a condition",
    ),
};

function locksOut({ effect, principals, actions = [], conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principals?.includes("*") === true &&
    conditions.length === 0 &&
    actions.some((action) => administration.some((name) => matches(action, name)))
  );
}
