import type { HazardRule } from "../../hazards/rule";
import { everywhere } from "../everywhere";
import { lacking, present } from "../resources";

/** Nobody is let in from everywhere. */
export const groupIngress: HazardRule = {
  id: "group-ingress",
  title: "Security group lets everybody in",
  severity: "high",
  mend: "let in the security group of the caller",
  upstream: [
    "CKV_AWS_24",
    "CKV_AWS_25",
    "CKV_AWS_260",
    "CKV_AWS_277",
    "AWS-0107",
    "EC2.13",
    "EC2.14",
    "EC2.18",
    "EC2.19",
    "AwsSolutions-EC23",
  ],
  find: (facts) =>
    lacking(
      present(
        facts,
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
      ),
      (group) => !everywhere(group, "ingress"),
      "a rule lets everybody in",
    ),
};
