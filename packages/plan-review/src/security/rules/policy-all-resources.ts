import type { HazardRule } from "../../hazards/rule";
import { identityPolicies } from "../identity-policies";
import { isUnrestrictable } from "../unrestrictable";

/** A policy names resources, for actions that can be held to some. */
export const policyAllResources: HazardRule = {
  id: "policy-all-resources",
  title: "Policy allows actions on every resource",
  severity: "medium",
  mend: "name the resources",
  upstream: [
    "CKV_AWS_286",
    "CKV_AWS_287",
    "CKV_AWS_288",
    "CKV_AWS_289",
    "CKV_AWS_290",
    "CKV_AWS_355",
    "CKV_AWS_356",
    "AwsSolutions-IAM5",
  ],
  find: (facts) =>
    identityPolicies(facts).flatMap(({ change, statement }) => {
      const { effect, actions = [], resources = [], conditions } = statement;
      if (effect !== "Allow" || !resources.includes("*") || conditions.length > 0) return [];
      const restrictable = actions.filter((action) => !isUnrestrictable(action));
      if (restrictable.length === 0) return [];
      return [
        { change, reason: `it allows ${restrictable.slice(0, 3).join(", ")} on every resource` },
      ];
    }),
};
