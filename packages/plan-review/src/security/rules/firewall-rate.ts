import type { HazardRule } from "../../hazards/rule";
import { after, blocks, isUnknown, type Values } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** One address cannot use up the capacity of all. */
export const firewallRate: HazardRule = {
  id: "firewall-rate",
  title: "Firewall without a limit per address",
  severity: "medium",
  mend: "add a rate_based_statement that blocks",
  upstream: ["CKV_AWS_175", "CKV_AWS_342", "WAF.10"],
  find: (facts) =>
    lacking(
      present(facts, "aws_wafv2_web_acl"),
      (acl) => isUnknown(acl, "rule") || blocks(after(acl), "rule").some(limitsRate),
      "no rule blocks an address that sends too many requests",
    ),
};

function limitsRate(rule: Values): boolean {
  return (
    blocks(block(rule, "statement"), "rate_based_statement").length > 0 &&
    blocks(block(rule, "action"), "block").length > 0
  );
}
