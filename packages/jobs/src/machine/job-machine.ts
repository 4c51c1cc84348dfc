import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  type MachineMetrics,
  machineMetrics,
  type PolicyStatement,
  policyDocument,
  serviceTrust,
} from "@pictor/contracts";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { MachineDefinition } from "./definition";

/** An SNS topic that people listen to, as `AlarmTopic` of `@pictor/monitoring` is. */
export interface JobTopic {
  readonly arn: string;
  /** Lets a role publish to the topic. */
  grantPublish(role: IamRole, id?: string): unknown;
}

/** What a {@link JobMachine} is made of. */
export interface JobMachineProps extends AwsPlace {
  readonly name: string;
  readonly roleName: string;
  readonly definition: MachineDefinition;
  /** What the machine may do, besides writing its log and its traces and publishing to the topic. */
  readonly statements: readonly PolicyStatement[];
  readonly encryptionKey: EncryptionKeyReference;
  readonly logRetentionDays: number;
  readonly topic: JobTopic | undefined;
  /** What must exist before an execution begins. */
  readonly after: readonly Construct[];
}

/**
 * A state machine of Step Functions with its role and its encrypted log. A standard one: an express one ends after five
 * minutes, and a job takes longer.
 */
export class JobMachine extends Construct {
  public readonly resource: SfnStateMachine;
  /** What the machine runs as. */
  public readonly role: IamRole;
  public readonly rolePolicy: IamRolePolicy;
  public readonly logGroup: CloudwatchLogGroup;
  /** What Step Functions publishes of the runs. */
  public readonly metrics: MachineMetrics;

  public constructor(scope: Construct, id: string, props: JobMachineProps) {
    super(scope, id);
    const { name } = props;
    this.metrics = machineMetrics(machineArn(props, name));
    this.role = new IamRole(this, "Role", {
      name: props.roleName,
      description: `Step Functions runs ${name} as this role`,
      assumeRolePolicy: serviceTrust("states.amazonaws.com", props.accountId),
    });
    this.rolePolicy = new IamRolePolicy(this.role, "Run", {
      role: this.role.name,
      name: "run",
      policy: policyDocument([...props.statements, ...observe]),
    });
    props.topic?.grantPublish(this.role);
    this.logGroup = new CloudwatchLogGroup(this, "Logs", {
      // Groups below this prefix need no policy of their own, and CloudWatch Logs has few of them to give.
      name: `/aws/vendedlogs/states/${name}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey.arn,
    });
    this.resource = new SfnStateMachine(this, "Resource", {
      name,
      type: "STANDARD",
      roleArn: this.role.arn,
      definition: JSON.stringify(props.definition),
      loggingConfiguration: {
        level: "ERROR",
        // Inputs and outputs name pictures, whose names may tell whose they are.
        includeExecutionData: false,
        logDestination: `${this.logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [this.role, ...props.after].flatMap(resourcesOf),
    });
  }
}

/** ARN of a machine, known before the machine is. */
export function machineArn(place: AwsPlace, name: string): string {
  return arnOf(place, "states", `stateMachine:${name}`);
}

/**
 * What Step Functions takes as the machine's role to write logs and traces. None of these actions has a resource.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 */
const observe: readonly PolicyStatement[] = [
  {
    Sid: "DeliverLogs",
    Effect: "Allow",
    Action: [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
    Resource: "*",
  },
  {
    Sid: "WriteTraces",
    Effect: "Allow",
    Action: [
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ],
    Resource: "*",
  },
];

/** By CDKTF's mark and not by class: with two copies of cdktf in an app `instanceof` is false, and the order is lost. */
function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter(TerraformResource.isTerraformResource);
}
