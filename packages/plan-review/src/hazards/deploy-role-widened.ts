import { identityTypes, isOfDeployRole, listed, policyEffects } from "./policies";
import type { HazardRule } from "./rule";
import { after, text } from "./values";

/** A role that deploys gains rights: whoever can push a change to it has them too. */
export const deployRoleWidened: HazardRule = {
  id: "deploy-role-widened",
  title: "Deploy role gains rights",
  severity: "critical",
  mend: "let the owner of the account approve it; grant the one action on the one resource that the deployment lacks",
  find: ({ changes }) => [
    ...changes
      .filter((change) => identityTypes.includes(change.type) && isOfDeployRole(change))
      .flatMap((change) =>
        policyEffects(change).map(({ attribute, wider, isUnknown }) => ({
          change,
          ...(change.kind === "create" && { severity: "high" as const }),
          reason: isUnknown
            ? `${attribute} is known only after the apply: nobody can tell yet what the role may do`
            : listed(wider),
        })),
      ),
    ...changes
      .filter(({ type }) => type === "aws_iam_role_policy_attachment")
      .filter(({ kind }) => kind === "create" || kind === "replace")
      .filter(isOfDeployRole)
      .map((change) => ({
        change,
        reason: `the role gains the policy ${text(after(change), "policy_arn") || "(known after apply)"}`,
      })),
  ],
};
