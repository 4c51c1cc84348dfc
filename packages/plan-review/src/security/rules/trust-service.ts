import type { HazardRule } from "../../hazards/rule";
import type { Statement } from "../../policy/document";
import { lacking, present, statements } from "../resources";

/** A service takes on a role for this account's resources, not for those of another customer. */
export const trustService: HazardRule = {
  id: "trust-service",
  title: "Role can be taken on for another customer's resource",
  severity: "medium",
  mend: "add a condition on aws:SourceAccount or aws:SourceArn",
  upstream: [],
  find: (facts) =>
    lacking(
      present(facts, "aws_iam_role"),
      (role) => !statements(role, "assume_role_policy").some(trustsAnyAccount),
      "a service may take it on for another account's resource: no aws:SourceAccount or aws:SourceArn",
    ),
};

/** Services that pass the account's resource on when they take on a role, so that a condition can hold them to it. */
const services =
  /^Service:(?:apigateway|cloudtrail|config|delivery\.logs|events|firehose|iot|scheduler|sagemaker|sns|states|vpc-flow-logs)\.amazonaws\.com$/;

function trustsAnyAccount({ effect, principals = [], conditions }: Statement): boolean {
  return (
    effect === "Allow" &&
    principals.some((principal) => services.test(principal)) &&
    !conditions.some(({ key }) => key === "aws:sourceaccount" || key === "aws:sourcearn")
  );
}
