import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, present } from "../resources";

/** What is started in a subnet gets no public address by itself. */
export const subnetAddresses: HazardRule = {
  id: "subnet-addresses",
  title: "Subnet gives out public addresses",
  severity: "medium",
  mend: "leave map_public_ip_on_launch off",
  upstream: ["CKV_AWS_130", "AWS-0164", "EC2.15"],
  find: (facts) =>
    lacking(
      present(facts, "aws_subnet"),
      (subnet) => after(subnet).map_public_ip_on_launch !== true,
      "map_public_ip_on_launch is on: what is started there is on the internet",
    ),
};
