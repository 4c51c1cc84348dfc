import type { HazardRule } from "../../hazards/rule";
import { isOpen, lacking, present, statements } from "../resources";

/** A role says who may take it on. */
export const trustAnybody: HazardRule = {
  id: "trust-anybody",
  title: "Role can be taken on by everybody",
  severity: "critical",
  mend: "name the principals",
  upstream: ["CKV_AWS_60", "CKV_AWS_61"],
  find: (facts) =>
    lacking(
      present(facts, "aws_iam_role"),
      (role) => !statements(role, "assume_role_policy").some(isOpen),
      "its trust policy allows everybody, without a condition",
    ),
};
