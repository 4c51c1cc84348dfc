import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Names, names, policyArn, workloadBoundaryName } from "@pictor/contracts";
import { StateBackend } from "@pictor/storage";
import { Aspects, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { Environment } from "./environment";

/** The name that the environment's place goes by in `names`. */
export function namesOf({ name, accountId, region }: Environment): Names {
  return names({ environment: name, accountId, region });
}

/**
 * What every stack of an environment has: its provider, pinned to the account, its state in the account's bucket, and
 * the account's boundary on every role. The deploy role may make no role without it.
 */
export abstract class EnvironmentStack extends TerraformStack {
  protected readonly names: Names;

  protected constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.names = namesOf(environment);
    new AwsProvider(this, "Aws", {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags: { Project: "pictor", Environment: environment.name, Stack: id } }],
    });
    new StateBackend(this, { bucketName: this.names.stateBucket, region: environment.region });
    const permissionsBoundary = policyArn(environment, workloadBoundaryName(environment));
    Aspects.of(this).add({
      visit(node: IConstruct): void {
        if (node instanceof IamRole) node.permissionsBoundary = permissionsBoundary;
      },
    });
  }
}
