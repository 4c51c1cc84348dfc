import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import {
  type AwsPlace,
  arnOf,
  brandOf,
  type EncryptionKeyReference,
  policyDocument,
  retentionProblems,
} from "@pictor/contracts";
import { Construct } from "constructs";
import { refuseWrongPlace } from "./network-name";

/** What a VPC's flow log is made of. */
export interface VpcFlowLogProps extends AwsPlace {
  readonly vpc: Vpc;
  /** Begins the names of log group and role. */
  readonly name: string;
  /** Days after which CloudWatch Logs deletes an entry; one of the values that it offers. */
  readonly logRetentionDays: number;
  /** Key that encrypts the log group; its policy must let CloudWatch Logs use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

/**
 * Log of all traffic of a VPC, accepted and rejected.
 *
 * @example
 * const flowLog = new VpcFlowLog(stack, "FlowLog", {
 *   vpc: vpc.resource,
 *   name: "example",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   logRetentionDays: 365,
 *   encryptionKey: key,
 * });
 */
export class VpcFlowLog extends Construct {
  /** The flow log. */
  public readonly resource: FlowLog;
  /** Where its entries go: `/<brand>/<name>/vpc-flow`; the brand is `pictor` unless the app chooses one. */
  public readonly logGroup: CloudwatchLogGroup;
  /** What VPC flow logs take on: it may write to the group and do nothing else. */
  public readonly role: IamRole;
  /** What lets the role write. */
  public readonly rolePolicy: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: VpcFlowLogProps) {
    super(scope, id);
    refuseWrongPlace(this, props);
    this.node.addValidation({ validate: () => retentionProblems(props.logRetentionDays) });
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/${brandOf(this)}/${props.name}/vpc-flow`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey.arn,
    });
    this.role = this.createRole(props);
    this.rolePolicy = this.allowWriting();
    this.resource = new FlowLog(this, "Resource", {
      vpcId: props.vpc.id,
      trafficType: "ALL",
      logDestination: this.logGroup.arn,
      iamRoleArn: this.role.arn,
      // A flow log that cannot write at once reports an access error for its first ten minutes.
      dependsOn: [this.rolePolicy],
    });
  }

  private createRole(props: VpcFlowLogProps): IamRole {
    return new IamRole(this, "Role", {
      // Roles belong to the account, not to a region.
      name: `${props.name}-${props.region}-vpc-flow`,
      assumeRolePolicy: policyDocument([
        {
          Sid: "OwnFlowLogs",
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": props.accountId },
            ArnLike: { "aws:SourceArn": arnOf(props, "ec2", "vpc-flow-log/*") },
          },
        },
      ]),
    });
  }

  private allowWriting(): IamRolePolicy {
    return new IamRolePolicy(this, "RolePolicy", {
      name: "write-flow-log",
      role: this.role.name,
      policy: policyDocument([
        {
          Sid: "WriteFlowLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [this.logGroup.arn, `${this.logGroup.arn}:*`],
        },
        // The action has no resource: on an ARN it would allow nothing.
        { Sid: "FindLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ]),
    });
  }
}
