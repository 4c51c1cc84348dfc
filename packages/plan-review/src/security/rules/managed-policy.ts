import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { present } from "../resources";

/** AWS's policies for whole services give more than any one role needs, and change without notice. */
export const managedPolicy: HazardRule = {
  id: "managed-policy",
  title: "Role has one of AWS's policies with full access",
  severity: "high",
  mend: "write a policy with the actions and resources that the role needs",
  upstream: ["CKV_AWS_274", "CKV_AWS_275", "CKV2_AWS_56", "AwsSolutions-IAM4"],
  find: (facts) =>
    present(
      facts,
      "aws_iam_role_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
      "aws_iam_policy_attachment",
    )
      .filter((each) => isBroad.test(text(after(each), "policy_arn")))
      .map((change) => ({ change, reason: `it attaches ${text(after(change), "policy_arn")}` })),
};

const isBroad = /:aws:policy\/(?:.*\/)?(?:\w*FullAccess|AdministratorAccess|PowerUserAccess)$/;
