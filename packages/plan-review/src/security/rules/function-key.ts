import type { HazardRule } from "../../hazards/rule";
import { after, blocks } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Variables of the environment are encrypted under a key of the account. */
export const functionKey: HazardRule = {
  id: "function-key",
  title: "Function's environment not encrypted under a key of the account",
  severity: "medium",
  mend: "set kms_key_arn",
  upstream: ["CKV_AWS_173"],
  find: (facts) =>
    lacking(
      present(facts, "aws_lambda_function").filter(
        (each) => blocks(after(each), "environment").length > 0,
      ),
      (each) => isSet(each, "kms_key_arn"),
      "it has environment variables, and no kms_key_arn",
    ),
};
