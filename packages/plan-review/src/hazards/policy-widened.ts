import { identityTypes, isOfDeployRole, listed, policyEffects } from "./policies";
import type { HazardRule } from "./rule";

/** A policy that lets somebody do what the one before did not. */
export const policyWidened: HazardRule = {
  id: "policy-widened",
  title: "Policy widened",
  severity: "high",
  mend: "check that each of these rights is wanted; else name the principal, action and resource exactly",
  find: ({ changes }) =>
    changes
      // A first policy widens nothing that there was; what is public is a hazard of its own.
      .filter(({ kind }) => kind !== "create")
      .filter((change) => !(identityTypes.includes(change.type) && isOfDeployRole(change)))
      .flatMap((change) =>
        policyEffects(change).map(({ attribute, wider, isUnknown }) => ({
          change,
          ...(isUnknown && { severity: "medium" as const }),
          reason: isUnknown
            ? `${attribute} is known only after the apply: nobody can tell yet whom it allows what`
            : listed(wider),
        })),
      ),
};
