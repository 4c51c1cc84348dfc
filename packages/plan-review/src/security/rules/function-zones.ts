import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, texts } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** A function in a VPC has subnets in two zones; one outside reaches AWS's services over the internet. */
export const functionZones: HazardRule = {
  id: "function-zones",
  title: "Function is not in two subnets of a VPC",
  severity: "low",
  mend: "give vpc_config at least two subnets in different zones",
  upstream: ["CKV_AWS_117", "Lambda.3", "Lambda.5"],
  find: (facts) =>
    lacking(
      present(facts, "aws_lambda_function"),
      (each) =>
        isUnknown(each, "vpc_config") ||
        texts(block(after(each), "vpc_config"), "subnet_ids").length >= 2,
      "vpc_config has fewer than two subnets",
    ),
};
