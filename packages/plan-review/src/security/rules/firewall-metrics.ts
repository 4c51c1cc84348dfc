import type { HazardRule } from "../../hazards/rule";
import { after, blocks } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** Blocked requests are counted. */
export const firewallMetrics: HazardRule = {
  id: "firewall-metrics",
  title: "Firewall without metrics",
  severity: "low",
  mend: "set visibility_config.cloudwatch_metrics_enabled",
  upstream: ["WAF.12"],
  find: (facts) =>
    lacking(
      present(facts, "aws_wafv2_web_acl"),
      (acl) =>
        [after(acl), ...blocks(after(acl), "rule")].every(
          (each) => block(each, "visibility_config").cloudwatch_metrics_enabled === true,
        ),
      "the ACL or one of its rules is not counted",
    ),
};
