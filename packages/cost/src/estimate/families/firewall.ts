import { block, blocks } from "../../resources/attributes";
import type { Attributes } from "../../resources/resource";
import { amount, type Family, type Uncounted, type Usage } from "../usage";

/** Managed rule groups that cost more than a rule. */
const paidGroups = /^AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)/;

/** Firewalls. */
export const firewall: Family = {
  aws_wafv2_web_acl: ({ values }, around) => {
    const rules = blocks(values, "rule");
    const requests = around.share(around.traffic.requestsPerMonth, "aws_wafv2_web_acl");
    const usage: Usage[] = [
      { item: "web ACL", dimension: "waf-web-acl-month", quantity: 1, basis: "1" },
      {
        item: "rules",
        dimension: "waf-rule-month",
        quantity: rules.length,
        basis: `${rules.length} rules`,
      },
      {
        item: "requests",
        dimension: "waf-request",
        quantity: requests,
        basis: `${amount(requests)} requests`,
      },
    ];
    return [...usage, ...rules.flatMap(surcharge)];
  },
};

function surcharge(values: Attributes): Uncounted[] {
  const group = block(block(values, "statement") ?? {}, "managed_rule_group_statement");
  if (group === undefined) return [];
  const name = String(group.name);
  const isPaid = paidGroups.test(name) || group.vendor_name !== "AWS";
  return isPaid ? [{ item: `rule group ${name}`, unpriced: "its own fee has no price here" }] : [];
}
