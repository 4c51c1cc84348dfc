import type { HazardRule } from "../../hazards/rule";
import { everywhere } from "../everywhere";
import { lacking, present } from "../resources";

/** Traffic goes to named groups and prefix lists, so that a container that was taken over cannot send data anywhere. */
export const groupEgress: HazardRule = {
  id: "group-egress",
  title: "Security group lets traffic out to everywhere",
  severity: "medium",
  mend: "let traffic out to security groups of endpoints and to prefix lists",
  upstream: ["CKV_AWS_382", "AWS-0104"],
  find: (facts) =>
    lacking(
      present(
        facts,
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_egress_rule",
      ),
      (group) => !everywhere(group, "egress"),
      "a rule lets traffic out to everywhere",
    ),
};
