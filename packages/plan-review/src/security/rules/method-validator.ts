import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Requests that the API cannot answer are refused before they cost anything. */
export const methodValidator: HazardRule = {
  id: "method-validator",
  title: "API method does not validate requests",
  severity: "low",
  mend: "set request_validator_id",
  upstream: ["CKV2_AWS_53", "AwsSolutions-APIG2"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_method").filter(
        (method) => text(after(method), "http_method") !== "OPTIONS",
      ),
      (method) => isSet(method, "request_validator_id"),
      "no request_validator_id: parameters that are missing reach the integration",
    ),
};
