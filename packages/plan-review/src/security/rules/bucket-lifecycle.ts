import type { HazardRule } from "../../hazards/rule";
import { after, blocks, text, type Values } from "../../hazards/values";
import { lacking, linked, present } from "../resources";

/** Parts of uploads that were never completed are removed: they cost, and no listing shows them. */
export const bucketLifecycle: HazardRule = {
  id: "bucket-lifecycle",
  title: "Bucket keeps parts of broken uploads",
  severity: "low",
  mend: "add an enabled lifecycle rule without filter that has abort_incomplete_multipart_upload",
  upstream: ["CKV2_AWS_61", "CKV_AWS_300", "S3.13"],
  find: (facts) =>
    lacking(
      present(facts, "aws_s3_bucket"),
      (bucket) =>
        linked(facts, bucket, "aws_s3_bucket_lifecycle_configuration", "bucket").some((found) =>
          blocks(after(found), "rule").some(removesParts),
        ),
      "no enabled rule for the whole bucket removes the parts of uploads that never completed",
    ),
};

function removesParts(rule: Values): boolean {
  return (
    text(rule, "status") === "Enabled" &&
    text(rule, "prefix") === "" &&
    blocks(rule, "filter").every((filter) => isWhole(filter)) &&
    blocks(rule, "abort_incomplete_multipart_upload").length > 0
  );
}

/** Whether a filter leaves out no object. */
function isWhole(filter: Values): boolean {
  return Object.values(filter).every(
    (value) => value === null || value === "" || (Array.isArray(value) && value.length === 0),
  );
}
