import type { HazardRule } from "../../hazards/rule";
import { after, blocks, isUnknown, text, type Values } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** AWS's rules against known exploits, Log4j among them, block and do not only count. */
export const firewallBadInputs: HazardRule = {
  id: "firewall-bad-inputs",
  title: "Firewall lets known bad inputs through",
  severity: "medium",
  mend: "add AWSManagedRulesKnownBadInputsRuleSet with override_action none",
  upstream: ["CKV_AWS_192", "CKV2_AWS_77"],
  find: (facts) =>
    lacking(
      present(facts, "aws_wafv2_web_acl"),
      (acl) =>
        isUnknown(acl, "rule") ||
        blocks(after(acl), "rule").some(
          (rule) =>
            managedGroup(rule) === "AWSManagedRulesKnownBadInputsRuleSet" &&
            blocks(block(rule, "override_action"), "count").length === 0,
        ),
      "AWSManagedRulesKnownBadInputsRuleSet is missing, or only counts",
    ),
};

function managedGroup(rule: Values): string {
  return text(block(block(rule, "statement"), "managed_rule_group_statement"), "name");
}
