import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type AwsPlace, type PolicyStatement, policyDocument, roleArn } from "@pictor/contracts";
import { TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";

/** A role that something runs as: one that is created here, or one that exists. */
export type RoleChoice =
  | {
      readonly kind: "create";
      /** ARN of the policy that bounds what the role may do at most. @default - none */
      readonly permissionsBoundaryArn?: string;
    }
  | {
      /** Nothing is attached to it: what it must allow is what `requiredPolicy()` returns. */
      readonly kind: "existing";
      /** Path of the role, as in its ARN: `/service-role/`. @default "/" */
      readonly path?: string;
    };

/** Which role exists. */
export interface ExistingRoleProps extends AwsPlace {
  readonly roleName: string;
  /** @default "/" */
  readonly path?: string;
}

/**
 * Returns a role that stands for one which exists. It is in no stack of the app: whatever is granted to it creates
 * nothing, and {@link grantedStatements} tells what was granted.
 *
 * So a grant needs to know only one kind of role, and a new grant cannot be forgotten in what is told.
 */
export function existingRole({ roleName, path = "/", ...place }: ExistingRoleProps): IamRole {
  const nowhere = new TerraformStack(new RootConstruct(), "existing-roles");
  const arn = roleArn(place, `${path.slice(1)}${roleName}`);
  const role = new RoleElsewhere(nowhere, roleName, path, arn);
  elsewhere.add(role);
  return role;
}

const elsewhere: WeakSet<IamRole> = new WeakSet();

/** Whether a role is one that {@link existingRole} returned. */
export function isExistingRole(role: IamRole): boolean {
  return elsewhere.has(role);
}

/**
 * Returns what a role was granted up to now, by the policies beneath it. Sids are unique: further grants of a kind are
 * numbered.
 *
 * @throws Error where a policy is not known at synthesis
 */
export function grantedStatements(role: IamRole): readonly PolicyStatement[] {
  const uses = new Map<string, number>();
  return role.node
    .findAll()
    .filter((construct): construct is IamRolePolicy => isRolePolicy(construct))
    .flatMap(statementsOf)
    .map((statement) => {
      const use = (uses.get(statement.Sid) ?? 0) + 1;
      uses.set(statement.Sid, use);
      return use === 1 ? statement : { ...statement, Sid: `${statement.Sid}${use}` };
    });
}

/** What {@link grantedStatements} returns, as a policy document. */
export function grantedPolicy(role: IamRole): string {
  return policyDocument(grantedStatements(role));
}

/** A role whose name and ARN are literals, and no references to a resource. */
class RoleElsewhere extends IamRole {
  public constructor(
    nowhere: TerraformStack,
    private readonly existingName: string,
    path: string,
    private readonly existingArn: string,
  ) {
    super(nowhere, "Role", { name: existingName, path, assumeRolePolicy: "{}" });
  }

  public override get name(): string {
    return this.existingName;
  }

  public override get arn(): string {
    return this.existingArn;
  }
}

/** By the provider's type and not by class: an app may hold two copies of the provider. */
function isRolePolicy(construct: object): boolean {
  return (
    "terraformResourceType" in construct &&
    construct.terraformResourceType === IamRolePolicy.tfResourceType
  );
}

function statementsOf({ node, policyInput }: IamRolePolicy): readonly PolicyStatement[] {
  try {
    return (JSON.parse(policyInput ?? "") as { Statement: readonly PolicyStatement[] }).Statement;
  } catch {
    throw new Error(
      `policy '${node.path}' of a role that exists is no JSON at synthesis, so nobody can be told what it allows: give it a policy document, not a reference to one`,
    );
  }
}
