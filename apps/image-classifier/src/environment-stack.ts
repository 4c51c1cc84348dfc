import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { pinTerraform } from "@pictor/account";
import { type Names, names, policyArn } from "@pictor/contracts";
import { StateBackend } from "@pictor/storage";
import { Aspects, TerraformResource, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { Environment } from "./environment";

/** The name that the environment's place goes by in `names`. */
export function namesOf({ name, accountId, region }: Environment): Names {
  return names({ environment: name, accountId, region });
}

/**
 * What every stack of an environment has: its provider, pinned to the account, its state in the account's bucket, and
 * the environment's boundary on every role. The deploy role may make no role without it.
 */
export abstract class EnvironmentStack extends TerraformStack {
  protected readonly names: Names;
  /** Tags of everything in the stack. */
  protected readonly tags: Readonly<Record<string, string>>;

  /** @param boundary of the stack's roles, by its key in `names` */
  protected constructor(
    scope: Construct,
    id: string,
    environment: Environment,
    boundary: "workloadBoundary" | "jobsBoundary" = "workloadBoundary",
  ) {
    super(scope, id);
    this.names = namesOf(environment);
    this.tags = { Project: "pictor", Environment: environment.name, Stack: id };
    const provider = new AwsProvider(this, "Aws", {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags: { ...this.tags } }],
    });
    pinTerraform(this, provider);
    new StateBackend(this, { bucketName: this.names.stateBucket, region: environment.region });
    const permissionsBoundary = policyArn(environment, this.names[boundary]);
    Aspects.of(this).add({
      visit(node: IConstruct): void {
        if (isRole(node)) node.permissionsBoundary = permissionsBoundary;
      },
    });
  }
}

/** By its type and not by its class: with two copies of the provider in an app `instanceof` is false for one copy's. */
function isRole(node: IConstruct): node is IamRole {
  return (
    TerraformResource.isTerraformResource(node) &&
    node.terraformResourceType === IamRole.tfResourceType
  );
}
