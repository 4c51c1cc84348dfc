import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { lacking, linked, present } from "../resources";

/** A web ACL stands before a REST API. */
export const stageFirewall: HazardRule = {
  id: "stage-firewall",
  title: "API without firewall",
  severity: "medium",
  mend: "associate an aws_wafv2_web_acl with the stage",
  upstream: ["CKV2_AWS_29", "APIGateway.4", "AwsSolutions-APIG3"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_stage"),
      (stage) =>
        linked(facts, stage, "aws_wafv2_web_acl_association", "resource_arn").length > 0 ||
        present(facts, "aws_wafv2_web_acl_association").some((association) =>
          text(after(association), "resource_arn").endsWith(
            `/stages/${text(after(stage), "stage_name")}`,
          ),
        ),
      "no web ACL is associated with the stage",
    ),
};
