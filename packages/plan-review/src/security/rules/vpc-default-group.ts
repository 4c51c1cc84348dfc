import type { HazardRule } from "../../hazards/rule";
import { after, blocks } from "../../hazards/values";
import { lacking, linked, present } from "../resources";

/** What names no security group gets the default one: it lets nothing through. */
export const vpcDefaultGroup: HazardRule = {
  id: "vpc-default-group",
  title: "VPC's default security group is open",
  severity: "medium",
  mend: "add an aws_default_security_group without rules",
  upstream: ["CKV2_AWS_12", "AWS-0173", "EC2.2"],
  find: (facts) =>
    lacking(
      present(facts, "aws_vpc"),
      (vpc) =>
        linked(facts, vpc, "aws_default_security_group", "vpc_id").some((group) =>
          ["ingress", "egress"].every((name) => blocks(after(group), name).length === 0),
        ),
      "the default security group has rules, or nothing empties it",
    ),
};
