import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type PolicyStatement, policyDocument } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dataStatements } from "./deploy-data";
import { gatewayStatements } from "./deploy-gateway";
import { networkStatements } from "./deploy-network";
import { type DeployPlace, namesAt } from "./deploy-place";
import { roleStatements } from "./deploy-roles";
import { scalingStatements } from "./deploy-scaling";
import { serviceStatements } from "./deploy-service";
import { deployTrustPolicy } from "./deploy-trust";
import type { DeployTrust } from "./deployment";

/** What a {@link DeployRole} is made of. */
export interface DeployRoleProps extends DeployPlace {
  /** Who may take the role. */
  readonly trust: readonly DeployTrust[];
  /** What must exist before the role can trust it. */
  readonly trusts: readonly ITerraformDependable[];
}

/** What the role may do, by the part of the environment that it is for. Each fits into one policy of IAM. */
const parts: Readonly<Record<string, (place: DeployPlace) => readonly PolicyStatement[]>> = {
  Data: dataStatements,
  Network: networkStatements,
  Service: serviceStatements,
  Gateway: gatewayStatements,
  Roles: roleStatements,
  Scaling: scalingStatements,
};

/**
 * The role that deploys one environment and publishes its releases; the model store admits no other writer.
 *
 * It keeps to the environment's names and tags, and makes only roles that the account's boundary limits.
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
    this.policies = Object.entries(parts).map(([part, statementsOf]) => {
      const policy = new IamPolicy(this, part, {
        name: `${deployRole}-${part.toLowerCase()}`,
        policy: policyDocument(statementsOf(props)),
      });
      new IamRolePolicyAttachment(this, `${part}Attachment`, {
        role: this.resource.name,
        policyArn: policy.arn,
      });
      return policy;
    });
  }
}
