import type { HazardRule } from "../../hazards/rule";
import { lacking, linked, present } from "../resources";

/** What was blocked, and why, is on record. */
export const firewallLog: HazardRule = {
  id: "firewall-log",
  title: "Firewall without log",
  severity: "low",
  mend: "add an aws_wafv2_web_acl_logging_configuration",
  upstream: ["CKV2_AWS_31", "WAF.11"],
  find: (facts) =>
    lacking(
      present(facts, "aws_wafv2_web_acl"),
      (acl) =>
        linked(facts, acl, "aws_wafv2_web_acl_logging_configuration", "resource_arn").length > 0,
      "no log: nobody can tell why a request was refused",
    ),
};
