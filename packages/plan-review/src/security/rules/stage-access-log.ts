import type { HazardRule } from "../../hazards/rule";
import { after, blocks } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Who called what, and what came of it, is on record. */
export const stageAccessLog: HazardRule = {
  id: "stage-access-log",
  title: "API without access log",
  severity: "medium",
  mend: "set access_log_settings with a log group",
  upstream: ["CKV_AWS_76", "AWS-0001", "APIGateway.9", "AwsSolutions-APIG1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_stage", "aws_apigatewayv2_stage"),
      (stage) =>
        isSet(stage, "access_log_settings") &&
        blocks(after(stage), "access_log_settings").length > 0,
      "no access log: nobody can tell afterwards who called",
    ),
};
