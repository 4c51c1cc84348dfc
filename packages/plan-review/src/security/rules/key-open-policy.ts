import type { HazardRule } from "../../hazards/rule";
import { isOpen, lacking, present, statements } from "../resources";

/** A key's policy names who may use it, or says under which condition. */
export const keyOpenPolicy: HazardRule = {
  id: "key-open-policy",
  title: "Key policy lets everybody in",
  severity: "critical",
  mend: "name the principals, or add a condition such as kms:CallerAccount",
  upstream: ["CKV_AWS_33", "KMS.5"],
  find: (facts) =>
    lacking(
      present(facts, "aws_kms_key", "aws_kms_key_policy"),
      (key) => !statements(key).some(isOpen),
      "a statement allows everybody, without a condition",
    ),
};
