import type { HazardRule } from "../../hazards/rule";
import { isSet, lacking, linked, present } from "../resources";

/** The key's policy is written down, not the default that hands the key to all of the account's IAM. */
export const keyPolicy: HazardRule = {
  id: "key-policy",
  title: "Key with the default policy",
  severity: "medium",
  mend: "write the key's policy: its administrators, its users, and through which service",
  upstream: ["CKV2_AWS_64"],
  find: (facts) =>
    lacking(
      present(facts, "aws_kms_key"),
      (key) =>
        isSet(key, "policy") || linked(facts, key, "aws_kms_key_policy", "key_id").length > 0,
      "it has no policy of its own: any IAM policy of the account can allow its use",
    ),
};
