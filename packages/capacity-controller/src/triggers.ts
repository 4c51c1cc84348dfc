import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { type AwsPlace, arnOf, policyDocument } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Properties of {@link ControllerTriggers}. */
export interface ControllerTriggersProps extends AwsPlace {
  readonly functionName: string;
  /** ARNs of the endpoints whose changes of state are reported. */
  readonly endpointArns: readonly string[];
  /** What is created before the first tick, and destroyed after the last one. */
  readonly after: readonly ITerraformDependable[];
}

/** Seconds after which a tick is dropped: the next one is there by then. */
export const tickAgeSeconds = 60;

/** Name of the role by which the schedule calls the function. */
export function scheduleRoleName({
  functionName,
  region,
}: Pick<ControllerTriggersProps, "functionName" | "region">): string {
  return `${functionName}-schedule-${region}`;
}

/**
 * What calls a controller: a schedule each minute, and SageMaker's events of its endpoints. A lost call is not repeated.
 */
export class ControllerTriggers extends Construct {
  public readonly schedule: SchedulerSchedule;
  public readonly role: IamRole;
  public readonly rolePolicy: IamRolePolicy;
  public readonly rule: CloudwatchEventRule;
  public readonly target: CloudwatchEventTarget;
  public readonly permission: LambdaPermission;

  public constructor(scope: Construct, id: string, props: ControllerTriggersProps) {
    super(scope, id);
    const { functionName } = props;
    const functionArn = arnOf(props, "lambda", `function:${functionName}`);
    const dependsOn = [...props.after];
    this.role = new IamRole(this, "Role", {
      name: scheduleRoleName(props),
      description: `EventBridge Scheduler calls ${functionName} as this role`,
      assumeRolePolicy: policyDocument([
        {
          Sid: "OwnSchedules",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "scheduler.amazonaws.com" },
          // The source is the group of a schedule, not the schedule.
          Condition: {
            StringEquals: {
              "aws:SourceAccount": props.accountId,
              "aws:SourceArn": arnOf(props, "scheduler", "schedule-group/default"),
            },
          },
        },
      ]),
    });
    this.rolePolicy = new IamRolePolicy(this, "Call", {
      role: this.role.name,
      name: "call",
      policy: policyDocument([
        {
          Sid: "Call",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: functionArn,
        },
      ]),
    });
    this.schedule = new SchedulerSchedule(this, "Schedule", {
      name: functionName,
      description: `Calls ${functionName} each minute`,
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: functionArn,
        roleArn: this.role.arn,
        input: JSON.stringify({ kind: "tick", at: "<aws.scheduler.scheduled-time>" }),
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: tickAgeSeconds },
      },
      dependsOn: [this.rolePolicy, ...dependsOn],
    });
    this.rule = new CloudwatchEventRule(this, "Rule", {
      name: functionName,
      description: `Calls ${functionName} when one of its endpoints changes its state`,
      eventPattern: JSON.stringify({
        source: ["aws.sagemaker"],
        "detail-type": ["SageMaker Endpoint State Change"],
        resources: props.endpointArns,
      }),
      dependsOn,
    });
    this.permission = new LambdaPermission(this, "Permission", {
      statementId: "EndpointStateChange",
      action: "lambda:InvokeFunction",
      functionName,
      principal: "events.amazonaws.com",
      sourceArn: this.rule.arn,
      sourceAccount: props.accountId,
    });
    this.target = new CloudwatchEventTarget(this, "Target", {
      rule: this.rule.name,
      // Without an id the provider invents one: a killed deployment would leave a second target.
      targetId: "controller",
      arn: functionArn,
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: tickAgeSeconds },
      dependsOn: [this.permission],
    });
  }
}
