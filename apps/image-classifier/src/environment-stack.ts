import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Names, names } from "@pictor/contracts";
import { StateBackend } from "@pictor/storage";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";

/** The name that the environment's place goes by in `names`. */
export function namesOf({ name, accountId, region }: Environment): Names {
  return names({ environment: name, accountId, region });
}

/** What every stack of an environment has: its provider, pinned to the account, and its state in the account's bucket. */
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
  }
}
