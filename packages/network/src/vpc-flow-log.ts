import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { arnOf, type EncryptionKeyReference } from "@pictor/contracts";
import { Construct } from "constructs";

/** What a VPC's flow log is made of. */
export interface VpcFlowLogProps {
  readonly vpc: Vpc;
  /** Begins the names of log group and role. */
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Days after which CloudWatch Logs deletes an entry; one of the values that it offers. */
  readonly logRetentionDays: number;
  /** Key that encrypts the log group; its policy must let CloudWatch Logs use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

/** Log of all traffic of a VPC, accepted and rejected. */
export class VpcFlowLog extends Construct {
  /** The flow log. */
  public readonly resource: FlowLog;
  /** Where its entries go: `/pictor/<name>/vpc-flow`. */
  public readonly logGroup: CloudwatchLogGroup;

  public constructor(scope: Construct, id: string, props: VpcFlowLogProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/pictor/${props.name}/vpc-flow`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey.arn,
    });
    const role = this.createRole(props);
    const write = this.allowWriting(role);
    this.resource = new FlowLog(this, "Resource", {
      vpcId: props.vpc.id,
      trafficType: "ALL",
      logDestination: this.logGroup.arn,
      iamRoleArn: role.arn,
      // A flow log that cannot write at once reports an access error for its first ten minutes.
      dependsOn: [write],
    });
  }

  private createRole(props: VpcFlowLogProps): IamRole {
    return new IamRole(this, "Role", {
      // Roles belong to the account, not to a region.
      name: `${props.name}-${props.region}-vpc-flow`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": props.accountId },
              ArnLike: { "aws:SourceArn": arnOf(props, "ec2", "vpc-flow-log/*") },
            },
          },
        ],
      }),
    });
  }

  private allowWriting(role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, "RolePolicy", {
      name: "write-flow-log",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: [
              "logs:CreateLogStream",
              "logs:DescribeLogGroups",
              "logs:DescribeLogStreams",
              "logs:PutLogEvents",
            ],
            Resource: [this.logGroup.arn, `${this.logGroup.arn}:*`],
          },
        ],
      }),
    });
  }
}
