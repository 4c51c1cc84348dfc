import type { HazardRule } from "../../hazards/rule";
import { isUnknown } from "../../hazards/values";
import { configuredAddress } from "../../plan/address";
import type { Change } from "../../plan/change";
import type { Statement } from "../../policy/document";
import { type Facts, lacking, present, statements } from "../resources";

/** An endpoint into a service admits the account's own resources, not every bucket and key on AWS. */
export const vpcEndpointPolicy: HazardRule = {
  id: "vpc-endpoint-policy",
  title: "VPC endpoint without policy",
  severity: "medium",
  mend: "set a policy that names the account's resources",
  upstream: [],
  find: (facts) =>
    lacking(
      present(facts, "aws_vpc_endpoint"),
      (endpoint) =>
        isUnknown(endpoint, "policy")
          ? refersToPolicy(facts, endpoint)
          : statements(endpoint).length > 0 && !statements(endpoint).some(allowsAll),
      "the default policy lets everything in the network reach every account's resources",
    ),
};

function allowsAll({ effect, principals, actions, resources, conditions }: Statement): boolean {
  const hasStar = (names: readonly string[] = []) => names.includes("*");
  return (
    effect === "Allow" &&
    hasStar(principals) &&
    hasStar(actions) &&
    hasStar(resources) &&
    conditions.length === 0
  );
}

/** The provider computes a policy that was left out: only the configuration shows whether one is to come. */
function refersToPolicy(facts: Facts, endpoint: Change): boolean {
  return (facts.references?.get(configuredAddress(endpoint.address)) ?? []).some(
    ({ attribute }) => attribute === "policy",
  );
}
