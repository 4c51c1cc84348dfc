import type { HazardRule } from "../../hazards/rule";
import { isSet, lacking, present } from "../resources";

/** Logs are encrypted under a key of the account: they hold what callers sent. */
export const logKey: HazardRule = {
  id: "log-key",
  title: "Log group not encrypted under a key of the account",
  severity: "medium",
  mend: "set kms_key_id",
  upstream: ["CKV_AWS_158", "AWS-0017"],
  find: (facts) =>
    lacking(
      present(facts, "aws_cloudwatch_log_group"),
      (group) => isSet(group, "kms_key_id"),
      "kms_key_id is not set",
    ),
};
