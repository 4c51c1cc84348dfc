import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, globalArn, prefixOf } from "./deploy-place";

/** Services that take roles of an environment. */
const services = ["events", "lambda", "sagemaker", "scheduler", "states", "vpc-flow-logs"].map(
  (name) => `${name}.amazonaws.com`,
);

/**
 * What deploying an environment's roles takes.
 *
 * It cannot give itself more than it has: a role that it makes or gives a policy must have one of the environment's
 * boundaries, which it cannot change or take off; it hands roles to a few services only; and it touches no deploy role, its own
 * least of all.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function roleStatements(place: DeployPlace): readonly PolicyStatement[] {
  const own = globalArn(place, "iam", `role/${prefixOf(place)}*`);
  const bounded = { StringEquals: { "iam:PermissionsBoundary": place.boundaryArns } };
  return [
    {
      Sid: "ChangeBoundedRoles",
      Effect: "Allow",
      Action: [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: own,
      Condition: bounded,
    },
    {
      Sid: "SeeRoles",
      Effect: "Allow",
      Action: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:TagRole",
        "iam:UntagRole",
      ],
      Resource: own,
    },
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: own,
      Condition: { StringEquals: { "iam:PassedToService": services } },
    },
    {
      Sid: "NoDeployRole",
      Effect: "Deny",
      Action: "iam:*",
      Resource: ["deploy", "plan"].map((kind) => globalArn(place, "iam", `role/pictor-*-${kind}`)),
    },
  ];
}
