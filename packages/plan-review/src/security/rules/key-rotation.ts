import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import type { Change } from "../../plan/change";
import { lacking, present } from "../resources";

/** AWS makes a new version of the key every year. */
export const keyRotation: HazardRule = {
  id: "key-rotation",
  title: "Key is not rotated",
  severity: "medium",
  mend: "set enable_key_rotation",
  upstream: ["CKV_AWS_7", "AWS-0065", "KMS.4", "AwsSolutions-KMS5"],
  find: (facts) =>
    lacking(
      present(facts, "aws_kms_key").filter(isSymmetric),
      (key) => after(key).enable_key_rotation === true,
      "enable_key_rotation is not set",
    ),
};

/** AWS rotates symmetric keys for encryption, and no others. */
function isSymmetric(key: Change): boolean {
  const spec = text(after(key), "customer_master_key_spec");
  return spec === "" || spec === "SYMMETRIC_DEFAULT";
}
