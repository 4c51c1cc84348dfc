import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, present } from "../resources";

/** A key that is disabled makes everything unreadable that is encrypted under it. */
export const keyEnabled: HazardRule = {
  id: "key-enabled",
  title: "Key is disabled",
  severity: "high",
  mend: "leave is_enabled out, or set it",
  upstream: ["CKV_AWS_227"],
  find: (facts) =>
    lacking(
      present(facts, "aws_kms_key"),
      (key) => after(key).is_enabled !== false,
      "is_enabled is false: what is encrypted under the key cannot be read",
    ),
};
