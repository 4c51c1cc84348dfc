import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { arnOf, type Place } from "@pictor/contracts";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { addFunction, trust } from "./function";

const source = "exports.handler = async (event) => console.log('tick ' + JSON.stringify(event));";

/** What the stack is made for, besides its place. */
export interface ScheduleOptions {
  /** Directory to synthesise into. */
  readonly outdir: string;
  /** The schedule's expression. */
  readonly expression: string;
}

/** Synthesises a stack `schedule`: a function, and a schedule that invokes it as a role of its own. */
export function synthesiseSchedule(place: Place, options: ScheduleOptions): void {
  const app = new App({ outdir: options.outdir });
  const stack = new TerraformStack(app, "schedule");
  const { accountId, region } = place;
  new LocalBackend(stack, { path: join(options.outdir, "schedule.tfstate") });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const tick = addFunction(stack, { name: "tick", outdir: options.outdir, source });
  const group = new SchedulerScheduleGroup(stack, "Group", { name: "ticks" });
  const dead = new SqsQueue(stack, "Dead", { name: "dead" });
  const role = new IamRole(stack, "ScheduleRole", {
    name: "schedule",
    assumeRolePolicy: trust("scheduler.amazonaws.com", {
      StringEquals: {
        "aws:SourceAccount": accountId,
        "aws:SourceArn": arnOf(place, "scheduler", "schedule-group/ticks"),
      },
    }),
  });
  const rights = new IamRolePolicy(stack, "ScheduleRights", {
    role: role.name,
    policy: policy([
      { Action: "lambda:InvokeFunction", Resource: tick.arn },
      { Action: "sqs:SendMessage", Resource: dead.arn },
    ]),
  });
  new SchedulerSchedule(stack, "Schedule", {
    name: "tick",
    groupName: group.name,
    scheduleExpression: options.expression,
    scheduleExpressionTimezone: "Europe/Berlin",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: tick.arn,
      roleArn: role.arn,
      input: JSON.stringify({ at: "<aws.scheduler.scheduled-time>" }),
      // The first invocation may be earlier than the role's rights are seen.
      retryPolicy: { maximumEventAgeInSeconds: 600, maximumRetryAttempts: 10 },
      deadLetterConfig: { arn: dead.arn },
    },
    dependsOn: [rights],
  });
  app.synth();
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}
