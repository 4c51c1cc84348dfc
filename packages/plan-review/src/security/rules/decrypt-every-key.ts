import type { HazardRule } from "../../hazards/rule";
import { matches } from "../../policy/covers";
import { identityPolicies } from "../identity-policies";

/** The right to decrypt names its keys. */
export const decryptEveryKey: HazardRule = {
  id: "decrypt-every-key",
  title: "Policy may decrypt with every key",
  severity: "high",
  mend: "name the keys that the role needs",
  upstream: ["KMS.1", "KMS.2"],
  find: (facts) =>
    identityPolicies(facts)
      .filter(({ statement: { effect, actions = [], resources = [] } }) => {
        const decrypts = actions.some((action) => matches(action, "kms:decrypt"));
        const isEveryKey = resources.some((resource) => /^\*$|:key\/\*$/.test(resource));
        return effect === "Allow" && decrypts && isEveryKey;
      })
      .map(({ change }) => ({ change, reason: "it allows kms:Decrypt with every key" })),
};
