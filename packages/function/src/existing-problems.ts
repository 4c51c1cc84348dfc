import { isToken, listProblems, printed } from "@pictor/contracts";
import type { RoleChoice } from "./existing-role";
import type { FunctionRoleChoice } from "./function-role";

/** Groups that a network interface takes. */
const mostSecurityGroups = 5;

/** Problems of the role that a function runs as; empty if valid. A name that is a token is carried through. */
export function functionRoleProblems(role: FunctionRoleChoice | undefined): string[] {
  if (role === undefined) return [];
  if (role.kind === "create") return boundaryProblems("role", role);
  const { path, roleName } = role;
  return [
    ...(isToken(roleName) || /^[\w+=,.@-]{1,64}$/.test(roleName)
      ? []
      : [
          `role.roleName is ${printed(roleName)}, it must be 1 to 64 letters, digits and '_+=,.@-': its path belongs into path`,
        ]),
    ...(path === undefined ? [] : pathProblems("role", path)),
  ];
}

/** Problems of a role's path; empty if valid. */
export function pathProblems(prop: string, path: string): string[] {
  return !isToken(path) && /^\/([\w+=,.@-]+\/)*$/.test(path)
    ? []
    : [
        `${prop}.path is ${printed(path)}, it must be a literal that begins and ends with '/', such as '/service-role/'`,
      ];
}

/** Problems of what bounds a role that is created; empty if valid. */
export function boundaryProblems(
  prop: string,
  { permissionsBoundaryArn: arn }: Extract<RoleChoice, { kind: "create" }>,
): string[] {
  return arn === undefined || isToken(arn) || /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+$/.test(arn)
    ? []
    : [`${prop}.permissionsBoundaryArn is ${printed(arn)}, it must be the ARN of an IAM policy`];
}

/** Problems of security groups that exist; empty if valid. An id that is a token is carried through. */
export function securityGroupProblems(prop: string, ids: readonly string[]): string[] {
  const ofList = listProblems(prop, ids);
  if (ofList.length > 0) return ofList;
  return [
    ...(ids.length >= 1 && ids.length <= mostSecurityGroups
      ? []
      : [`${prop} must name one to ${mostSecurityGroups} security groups, got ${ids.length}`]),
    ...ids
      .filter((id) => !isToken(id) && !/^sg-[0-9a-z]+$/.test(id))
      .map((id) => `${prop} has ${printed(id)}, which is no id of a security group: sg-…`),
  ];
}
