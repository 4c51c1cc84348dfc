import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type PolicyStatement, policyDocument } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { capacityStatements } from "./deploy-capacity";
import { checkStatements } from "./deploy-checks";
import { dataStatements } from "./deploy-data";
import { gatewayStatements } from "./deploy-gateway";
import { jobsStatements } from "./deploy-jobs";
import { networkStatements } from "./deploy-network";
import { type DeployPlace, namesAt } from "./deploy-place";
import { roleStatements } from "./deploy-roles";
import { scalingStatements } from "./deploy-scaling";
import { serviceStatements } from "./deploy-service";
import { deployTrustPolicy } from "./deploy-trust";
import type { DeployTrust } from "./options";

/** What a {@link DeployRole} is made of. */
export interface DeployRoleProps extends DeployPlace {
  /** Who may take the role. */
  readonly trust: readonly DeployTrust[];
  /** What must exist before the role can trust it. */
  readonly trusts: readonly ITerraformDependable[];
}

/** What the role may do, by the part of the environment that it is for. Each fits into one policy of IAM. */
export const deployParts: Readonly<
  Record<string, (place: DeployPlace) => readonly PolicyStatement[]>
> = {
  Data: dataStatements,
  Network: networkStatements,
  Service: serviceStatements,
  Gateway: gatewayStatements,
  Roles: roleStatements,
  Scaling: scalingStatements,
  Capacity: capacityStatements,
  Jobs: jobsStatements,
  Checks: checkStatements,
};

/**
 * The role that deploys one environment and publishes its releases; the model store admits no other writer.
 *
 * It keeps to the environment's names and tags, and makes only roles that the environment's boundary limits.
 */
export class DeployRole extends Construct {
  /** The role. */
  public readonly resource: IamRole;
  /** What it may do, in parts. */
  public readonly policies: readonly IamPolicy[];

  public constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { deployRole } = namesAt(props);
    this.resource = new IamRole(this, "Resource", {
      name: deployRole,
      description: `Deploys Pictor's environment ${props.environment} and publishes its releases`,
      assumeRolePolicy: deployTrustPolicy(props, props.trust),
      dependsOn: [...props.trusts],
    });
    const parts = Object.entries(deployParts).map(
      ([part, statementsOf]) => [part, statementsOf(props)] as const,
    );
    this.policies = addPolicies(this, this.resource, deployRole, Object.fromEntries(parts));
  }
}

/** Creates one managed policy for each part of a role's permissions, and attaches it to the role. */
export function addPolicies(
  scope: Construct,
  role: IamRole,
  roleName: string,
  parts: Readonly<Record<string, readonly PolicyStatement[]>>,
): readonly IamPolicy[] {
  return Object.entries(parts).map(([part, statements]) => {
    const policy = new IamPolicy(scope, part, {
      name: `${roleName}-${part.toLowerCase()}`,
      policy: policyDocument(statements),
    });
    new IamRolePolicyAttachment(scope, `${part}Attachment`, {
      role: role.name,
      policyArn: policy.arn,
    });
    return policy;
  });
}
