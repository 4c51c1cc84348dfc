import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { policyDocument, stateBucketName } from "@pictor/contracts";
import { EncryptionKey, HardenedBucket, StateBackend } from "@pictor/storage";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Account } from "./account";
import { namesAt } from "./deploy-place";
import { DeployRole } from "./deploy-role";
import { githubAudience, githubHost } from "./deploy-trust";
import type { Deployment } from "./deployment";
import { GatewayLogRole } from "./gateway-log-role";
import { jobsBoundary } from "./jobs-boundary";
import { pinTerraform } from "./pin-terraform";
import { PlanRole } from "./plan-role";
import { boundaryStatements } from "./workload-boundary";

/** Days for which the logs of jobs are kept. */
const jobLogDays = 365;

/**
 * What an AWS account needs once, before any environment: the bucket that holds Terraform's state, the role that API
 * Gateway logs as, and for each environment the roles that deploy and plan it and the boundaries of all its other roles.
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
    const provider = new AwsProvider(this, "Aws", {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { Project: "pictor", Stack: id } }],
    });
    pinTerraform(this, provider);
    const key = this.createStateKey();
    const bucket = this.createStateBucket(key);
    this.createDeployRoles(deployments, key);
    this.createJobLogs(key);
    this.forgetFirstBoundary();
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

  private createBoundaries(
    deployment: Deployment,
    id: string,
  ): readonly [service: string, jobs: string] {
    const { jobsBoundary: name, workloadBoundary } = namesAt(deployment);
    const { environment } = deployment;
    const service = new IamPolicy(this, `Workloads${id}`, {
      name: workloadBoundary,
      description: `The most that a role of Pictor's environment ${environment} may do`,
      policy: policyDocument(boundaryStatements(deployment)),
    });
    const jobs = new IamPolicy(this, `Jobs${id}`, {
      name,
      description: `The most that a role of the jobs of Pictor's environment ${environment} may do`,
      policy: policyDocument(jobsBoundary(deployment)),
    });
    return [service.arn, jobs.arn];
  }

  /**
   * The first release had one boundary for all environments. It stays on their roles until each environment is deployed
   * again, and roles whose boundary is gone may do nothing: Terraform forgets the policy and leaves it in the account.
   * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
   */
  private forgetFirstBoundary(): void {
    const removed = { from: "aws_iam_policy.WorkloadBoundary", lifecycle: { destroy: false } };
    this.addOverride("removed", [removed]);
  }

  /**
   * SageMaker writes all jobs of an account to these. It would make them itself, without a key and for ever, if their roles
   * could.
   */
  private createJobLogs(key: EncryptionKey): void {
    key.allowLogs();
    for (const kind of ["Training", "Transform"]) {
      new CloudwatchLogGroup(this, `${kind}Jobs`, {
        name: `/aws/sagemaker/${kind}Jobs`,
        retentionInDays: jobLogDays,
        kmsKeyId: key.arn,
      });
    }
  }

  private createDeployRoles(deployments: readonly Deployment[], key: EncryptionKey): void {
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
      const id = `${environment.charAt(0).toUpperCase()}${environment.slice(1)}`;
      const props = {
        ...deployment,
        stateKeyArn: key.arn,
        boundaryArns: this.createBoundaries(deployment, id),
        trusts,
      };
      new DeployRole(this, `Deploy${id}`, props);
      new PlanRole(this, `Plan${id}`, props);
    }
  }
}
