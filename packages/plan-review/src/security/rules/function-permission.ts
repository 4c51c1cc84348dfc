import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** A service may invoke a function for one resource, not for any customer's. */
export const functionPermission: HazardRule = {
  id: "function-permission",
  title: "Function may be invoked from any account",
  severity: "high",
  mend: "set source_arn, and a principal that is not *",
  upstream: ["CKV_AWS_301", "CKV_AWS_364", "AWS-0067", "Lambda.1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_lambda_permission"),
      (permission) =>
        text(after(permission), "principal") !== "*" &&
        (!text(after(permission), "principal").endsWith(".amazonaws.com") ||
          isSet(permission, "source_arn") ||
          isSet(permission, "source_account")),
      "the service may invoke the function on behalf of any account: there is no source_arn",
    ),
};
