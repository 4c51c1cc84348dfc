import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import type { EventDefinition } from "./notification";
import { alarmDescription } from "./runbook";

/** What an {@link EventAlarm} is made of. */
export interface EventAlarmProps {
  readonly name: string;
  readonly definition: EventDefinition;
  readonly topic: SnsTopic;
  /** Address of the runbook, if there is one. */
  readonly runbook: string | undefined;
}

/** An event that is told as an alarm is. */
export class EventAlarm extends Construct {
  public readonly resource: CloudwatchEventRule;
  /** Sends the event to the SNS topic. */
  public readonly target: CloudwatchEventTarget;

  public constructor(scope: Construct, id: string, props: EventAlarmProps) {
    super(scope, id);
    const { name, definition, topic, runbook } = props;
    const description = alarmDescription(definition.happened, definition.anchor, runbook);
    this.resource = new CloudwatchEventRule(this, "Resource", {
      name,
      description,
      eventPattern: JSON.stringify(definition.pattern),
      tags: { Severity: definition.severity },
    });
    this.target = new CloudwatchEventTarget(this, "Target", {
      rule: this.resource.name,
      // Without an id the provider invents one: a killed deployment would leave a second target.
      targetId: "topic",
      arn: topic.arn,
      inputTransformer: {
        inputPaths: {
          time: "$.time",
          event: "$.detail.eventName",
          by: "$.detail.userIdentity.arn",
        },
        inputTemplate: JSON.stringify(`${description} (<event> by <by> at <time>)`),
      },
    });
  }
}
