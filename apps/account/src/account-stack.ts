import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { policyDocument, roleArn, stateBucketName, workloadBoundaryName } from "@pictor/contracts";
import { EncryptionKey, HardenedBucket, StateBackend } from "@pictor/storage";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Account } from "./account";
import { DeployRole } from "./deploy-role";
import { githubAudience, githubHost } from "./deploy-trust";
import type { Deployment } from "./deployment";
import { GatewayLogRole } from "./gateway-log-role";
import { boundaryStatements } from "./workload-boundary";

/**
 * What an AWS account needs once, before any environment: the bucket that holds Terraform's state, the limit to what
 * roles may do, a role for each environment that deploys it, and the one that API Gateway logs as.
 */
export class AccountStack extends TerraformStack {
  public constructor(
    scope: Construct,
    id: string,
    private readonly account: Account,
    deployments: readonly Deployment[],
  ) {
    super(scope, id);
    const { accountId, region } = account;
    this.declareBackend(id);
    new AwsProvider(this, "Aws", {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { Project: "pictor", Stack: id } }],
    });
    const key = this.createStateKey();
    const bucket = this.createStateBucket(key);
    this.createDeployRoles(deployments, key, this.createBoundary());
    new GatewayLogRole(this, "GatewayLogs", account);
    new TerraformOutput(this, "stateBucket", { value: bucket.name, staticId: true });
  }

  /** The bucket cannot hold its own state before it exists: local first, migrated to the bucket afterwards. */
  private declareBackend(id: string): void {
    const { account } = this;
    if (account.state.kind === "local") {
      new LocalBackend(this, { path: `terraform.${id}.tfstate` });
      return;
    }
    new StateBackend(this, { bucketName: stateBucketName(account), region: account.region });
  }

  private createStateKey(): EncryptionKey {
    return new EncryptionKey(this, "StateKey", {
      ...this.account,
      alias: "alias/pictor-state",
      description: "Pictor's Terraform state",
    });
  }

  private createStateBucket(key: EncryptionKey): HardenedBucket {
    const { accountId, region } = this.account;
    const logs = new HardenedBucket(this, "StateLogs", {
      bucketName: `${stateBucketName(this.account)}-logs`,
      accountId,
      region,
      // S3 delivers access logs only to a bucket encrypted with its own keys.
      encryption: { kind: "sse-s3" },
      lifecycle: { expiries: [{ prefix: "state/", days: 365 }] },
      accessLogs: { kind: "none", reason: "this bucket receives the access log" },
    });
    return new HardenedBucket(this, "State", {
      bucketName: stateBucketName(this.account),
      accountId,
      region,
      encryption: { kind: "sse-kms", key },
      accessLogs: { kind: "to", bucket: logs, prefix: "state/" },
    });
  }

  private createBoundary(): IamPolicy {
    return new IamPolicy(this, "WorkloadBoundary", {
      name: workloadBoundaryName(this.account),
      description: "The most that a role of any of Pictor's environments may do",
      policy: policyDocument(boundaryStatements(roleArn(this.account, "pictor-*"))),
    });
  }

  private createDeployRoles(
    deployments: readonly Deployment[],
    key: EncryptionKey,
    boundary: IamPolicy,
  ): void {
    const createsProvider = deployments
      .flatMap(({ trust }) => trust)
      .some((trust) => trust.kind === "githubActions" && trust.provider === "create");
    const trusts = createsProvider
      ? [
          new IamOpenidConnectProvider(this, "Github", {
            url: `https://${githubHost}`,
            clientIdList: [githubAudience],
          }),
        ]
      : [];
    for (const deployment of deployments) {
      const { environment } = deployment;
      new DeployRole(this, `Deploy${environment.charAt(0).toUpperCase()}${environment.slice(1)}`, {
        ...deployment,
        stateKeyArn: key.arn,
        boundaryArn: boundary.arn,
        trusts,
      });
    }
  }
}
