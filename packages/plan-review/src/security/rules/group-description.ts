import type { HazardRule } from "../../hazards/rule";
import { after, blocks, text } from "../../hazards/values";
import { lacking, present } from "../resources";

/** Groups and their rules say what they are for. */
export const groupDescription: HazardRule = {
  id: "group-description",
  title: "Security group or rule without description",
  severity: "low",
  mend: "describe who is let in, and what for",
  upstream: ["CKV_AWS_23", "AWS-0099", "AWS-0124", "AwsSolutions-EC27"],
  find: (facts) =>
    lacking(
      present(
        facts,
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
      ),
      (group) =>
        [after(group), ...blocks(after(group), "ingress"), ...blocks(after(group), "egress")].every(
          (each) => !["", "Managed by Terraform"].includes(text(each, "description")),
        ),
      "it, or one of its rules, has no description",
    ),
};
