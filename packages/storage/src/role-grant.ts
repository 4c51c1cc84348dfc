import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type PolicyStatement, policyDocument } from "@pictor/contracts";

/**
 * Gives a role a policy of its own, as a child of the role: what it is granted may belong to another stack.
 *
 * @throws Error where the role has a child with this id
 */
export function grantToRole(
  role: IamRole,
  id: string,
  statements: readonly PolicyStatement[],
): IamRolePolicy {
  if (role.node.tryFindChild(id) !== undefined) {
    throw new Error(
      `role '${role.node.path}' already has a grant with id '${id}': give this one another id by the grant's parameter 'id'`,
    );
  }
  return new IamRolePolicy(role, id, {
    name: id,
    role: role.name,
    policy: policyDocument(statements),
  });
}
