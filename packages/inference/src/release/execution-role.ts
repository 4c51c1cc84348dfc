import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourcesOf } from "../endpoint/resources-of";

/** What SageMaker runs containers as, of endpoints and of jobs. */
export abstract class ExecutionRole extends Construct {
  /** The role. */
  public abstract readonly resource: IamRole;

  /** The role and its policies. What SageMaker does as this role must wait for all of them, not only for the role. */
  public get ready(): ITerraformDependable[] {
    return resourcesOf(this);
  }
}
