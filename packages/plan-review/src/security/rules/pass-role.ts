import type { HazardRule } from "../../hazards/rule";
import { matches } from "../../policy/covers";
import { identityPolicies } from "../identity-policies";

/** A role is handed to one service: whoever can hand on any role can do what any role can. */
export const passRole: HazardRule = {
  id: "pass-role",
  title: "Policy may hand on every role",
  severity: "high",
  mend: "name the roles, and the service by iam:PassedToService",
  upstream: ["AWS-0342"],
  find: (facts) =>
    identityPolicies(facts)
      .filter(({ statement: { effect, actions = [], resources = [], conditions } }) => {
        const passes = actions.some((action) => matches(action, "iam:passrole"));
        const isEveryRole = resources.some((resource) => /^\*$|:role\/\*$/.test(resource));
        const isForService = conditions.some(({ key }) => key === "iam:passedtoservice");
        return effect === "Allow" && passes && (isEveryRole || !isForService);
      })
      .map(({ change }) => ({
        change,
        reason: "it allows iam:PassRole for every role, or to every service",
      })),
};
