import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { type AwsPlace, arnOf, policyDocument } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { machineArn } from "../machine/job-machine";

/** Runs that begin at certain times. */
export interface BatchSchedule {
  /** Says which one, in lower-case letters, digits and hyphens: part of names. */
  readonly name: string;
  /** As EventBridge Scheduler takes it: `cron(0 3 * * ? *)`, or `rate(1 day)`. */
  readonly expression: string;
  /**
   * Time zone of a cron expression, such as `Europe/Berlin`.
   *
   * @default "UTC"
   */
  readonly timeZone?: string;
  /** Prefix of the keys of the pictures. Each run classifies all that lie there then. */
  readonly prefix: string;
}

/** What {@link BatchTriggers} are made of. */
export interface BatchTriggersProps extends AwsPlace {
  readonly name: string;
  readonly bucketName: string;
  /** Prefix of manifests; the pattern names it, so that nothing that a run writes starts another. */
  readonly manifests: string;
  readonly schedules: readonly BatchSchedule[];
  readonly machine: ITerraformDependable;
}

/** Starts runs of a machine: when a manifest is stored, and by schedules. */
export class BatchTriggers extends Construct {
  public readonly rule: CloudwatchEventRule;
  public readonly target: CloudwatchEventTarget;
  /** What EventBridge starts runs as. */
  public readonly eventRole: IamRole;
  public readonly eventRolePolicy: IamRolePolicy;
  /** What EventBridge Scheduler starts runs as; undefined without schedules. */
  public readonly scheduleRole: IamRole | undefined;
  public readonly scheduleRolePolicy: IamRolePolicy | undefined;
  public readonly schedules: readonly SchedulerSchedule[];

  public constructor(scope: Construct, id: string, props: BatchTriggersProps) {
    super(scope, id);
    const { machine, name } = props;
    const arn = machineArn(props, name);
    this.rule = new CloudwatchEventRule(this, "Rule", {
      name,
      description: `Starts ${name} for each manifest that is stored`,
      eventPattern: JSON.stringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: {
          bucket: { name: [props.bucketName] },
          object: { key: [{ prefix: props.manifests }] },
        },
      }),
    });
    this.eventRole = this.createRole(
      props,
      "EventRole",
      "events",
      arnOf(props, "events", `rule/${name}`),
    );
    this.eventRolePolicy = startPolicy(this.eventRole, arn);
    this.target = new CloudwatchEventTarget(this, "Target", {
      rule: this.rule.name,
      // Without an id the provider invents one: a killed deployment would leave a second target.
      targetId: "state-machine",
      arn,
      roleArn: this.eventRole.arn,
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 24 },
      dependsOn: [this.eventRolePolicy, machine],
    });
    const scheduled = props.schedules.length > 0;
    this.scheduleRole = scheduled
      ? this.createRole(
          props,
          "ScheduleRole",
          "scheduler",
          arnOf(props, "scheduler", "schedule-group/default"),
        )
      : undefined;
    this.scheduleRolePolicy = this.scheduleRole && startPolicy(this.scheduleRole, arn);
    const roleArn = this.scheduleRole?.arn ?? "";
    this.schedules = props.schedules.map((each) => this.createSchedule(each, props, arn, roleArn));
  }

  private createRole(
    { accountId, name, region }: BatchTriggersProps,
    id: string,
    service: "events" | "scheduler",
    source: string,
  ): IamRole {
    return new IamRole(this, id, {
      name: triggerRoleName(name, service, region),
      description: `${service === "events" ? "EventBridge" : "EventBridge Scheduler"} starts ${name} as this role`,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Own",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: `${service}.amazonaws.com` },
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": source },
          },
        },
      ]),
    });
  }

  private createSchedule(
    { expression, name, prefix, timeZone = "UTC" }: BatchSchedule,
    props: BatchTriggersProps,
    arn: string,
    roleArn: string,
  ): SchedulerSchedule {
    return new SchedulerSchedule(this, `Schedule-${name}`, {
      name: `${props.name}-${name}`,
      description: `Starts ${props.name} for the pictures below ${prefix}`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn,
        roleArn,
        // The token is the same in a call that the scheduler repeats.
        input: JSON.stringify({ prefix, token: `${name} <aws.scheduler.scheduled-time>` }),
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 24 },
      },
      dependsOn: [...(this.scheduleRolePolicy ? [this.scheduleRolePolicy] : []), props.machine],
    });
  }
}

/** Name of a role that starts executions of a machine. */
export function triggerRoleName(
  name: string,
  service: "events" | "scheduler",
  region: string,
): string {
  return `${name}-${service}-${region}`;
}

function startPolicy(role: IamRole, machine: string): IamRolePolicy {
  return new IamRolePolicy(role, "Start", {
    role: role.name,
    name: "start",
    policy: policyDocument([
      { Sid: "Start", Effect: "Allow", Action: "states:StartExecution", Resource: machine },
    ]),
  });
}
