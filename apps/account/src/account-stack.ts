import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { stateBucketName } from "@pictor/contracts";
import { HardenedBucket, StateBackend } from "@pictor/storage";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Account } from "./account";

/** What an AWS account needs once, before any environment: the bucket that holds Terraform's state. */
export class AccountStack extends TerraformStack {
  public constructor(scope: Construct, id: string, account: Account) {
    super(scope, id);
    const { accountId, region } = account;
    this.declareBackend(id, account);
    new AwsProvider(this, "Aws", {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { Project: "pictor", Stack: id } }],
    });
    const bucket = new HardenedBucket(this, "State", {
      bucketName: stateBucketName(account),
      accountId,
      region,
      encryption: { kind: "sse-s3" },
      protected: true,
      accessLogs: { kind: "none", reason: "state is read and written by Terraform alone" },
    });
    new TerraformOutput(this, "stateBucket", { value: bucket.name, staticId: true });
  }

  /** The bucket cannot hold its own state before it exists: local first, migrated to the bucket afterwards. */
  private declareBackend(id: string, account: Account): void {
    if (account.state.kind === "local") {
      new LocalBackend(this, { path: `terraform.${id}.tfstate` });
      return;
    }
    new StateBackend(this, { bucketName: stateBucketName(account), region: account.region });
  }
}
