import type { HazardRule } from "../../hazards/rule";
import { after, blocks, text } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** AWS's common rule set blocks bodies above 8 KB: an API that takes files answers 403 to nearly every one. */
export const firewallBodySize: HazardRule = {
  id: "firewall-body-size",
  title: "Firewall blocks bodies above 8 KB",
  severity: "high",
  mend: "override SizeRestrictions_BODY of AWSManagedRulesCommonRuleSet with count",
  upstream: [],
  find: (facts) =>
    lacking(
      present(facts, "aws_wafv2_web_acl"),
      (acl) =>
        blocks(after(acl), "rule")
          .map((rule) => block(block(rule, "statement"), "managed_rule_group_statement"))
          .filter((group) => text(group, "name") === "AWSManagedRulesCommonRuleSet")
          .every((group) =>
            blocks(group, "rule_action_override").some(
              (override) =>
                text(override, "name") === "SizeRestrictions_BODY" &&
                blocks(block(override, "action_to_use"), "count").length > 0,
            ),
          ),
      "AWSManagedRulesCommonRuleSet blocks bodies above 8 KB, and nothing overrides its SizeRestrictions_BODY",
    ),
};
