import type { HazardRule } from "../../hazards/rule";
import { identityPolicies } from "../identity-policies";

/** A policy names the actions that it allows. */
export const policyAllActions: HazardRule = {
  id: "policy-all-actions",
  title: "Policy allows every action",
  severity: "critical",
  mend: "name the actions",
  upstream: [
    "CKV_AWS_62",
    "CKV_AWS_63",
    "CKV2_AWS_40",
    "AWS-0057",
    "IAM.1",
    "IAM.21",
    "AwsSolutions-IAM5",
  ],
  find: (facts) =>
    identityPolicies(facts)
      .filter(({ statement: { effect, actions = [], notActions } }) => {
        const allowsAll = actions.some((action) => /^(?:\*|[a-z0-9-]+:\*)$/.test(action));
        return effect === "Allow" && (allowsAll || notActions !== undefined);
      })
      .map(({ change, statement: { actions = [], notActions } }) => ({
        change,
        ...(!actions.includes("*") && notActions === undefined && { severity: "high" as const }),
        reason: `it allows ${notActions === undefined ? actions.filter((action) => action.endsWith("*")).join(", ") : `everything except ${notActions.join(", ")}`}`,
      })),
};
