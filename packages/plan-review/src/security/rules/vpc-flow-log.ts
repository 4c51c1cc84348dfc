import type { HazardRule } from "../../hazards/rule";
import { lacking, linked, present } from "../resources";

/** Who spoke to whom is on record. */
export const vpcFlowLog: HazardRule = {
  id: "vpc-flow-log",
  title: "VPC without flow log",
  severity: "low",
  mend: "add an aws_flow_log",
  upstream: ["CKV2_AWS_11", "AWS-0178", "EC2.6", "AwsSolutions-VPC7"],
  find: (facts) =>
    lacking(
      present(facts, "aws_vpc"),
      (vpc) => linked(facts, vpc, "aws_flow_log", "vpc_id").length > 0,
      "no flow log: nobody can tell afterwards who spoke to whom",
    ),
};
