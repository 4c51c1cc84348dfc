import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, text } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** Items are encrypted under a key of the account. */
export const tableKey: HazardRule = {
  id: "table-key",
  title: "Table not encrypted under a key of the account",
  severity: "low",
  mend: "set server_side_encryption with a kms_key_arn",
  upstream: ["CKV_AWS_119", "AWS-0025"],
  find: (facts) =>
    lacking(
      present(facts, "aws_dynamodb_table"),
      (table) =>
        block(after(table), "server_side_encryption").enabled === true &&
        (isUnknown(table, "server_side_encryption") ||
          text(block(after(table), "server_side_encryption"), "kms_key_arn") !== ""),
      "server_side_encryption has no key of the account",
    ),
};
