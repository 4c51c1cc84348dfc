import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Aspects, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Severity } from "./alarm-definition";
import type { MetricAlarm } from "./metric-alarm";
import type { SymptomDefinition } from "./notification";
import { alarmDescription } from "./runbook";

/** Seconds in which an alarm that explains this one has to go off for this one to stay silent. */
const waitSeconds = 120;
/** Seconds after it is over until this one speaks, where it is still on. */
const extensionSeconds = 60;

/**
 * Most alarms in one rule: CloudWatch takes 100, and 10,240 characters, which are used up by 50 of the longest names.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html (read 2026-11)
 */
const mostInRule = 50;

/** What a {@link SymptomAlarm} is made of. */
export interface SymptomAlarmProps {
  readonly name: string;
  readonly definition: SymptomDefinition;
  readonly topics: Readonly<Record<Severity, SnsTopic>>;
  /** Address of the runbook, if there is one. */
  readonly runbook: string | undefined;
}

/**
 * All alarms of one symptom as one: however many of them go off, somebody is told once.
 *
 * It goes off by its critical alarms and pages; a symptom that has only warnings goes off by those, and notifies.
 */
export class SymptomAlarm extends Construct {
  public readonly resource: CloudwatchCompositeAlarm;
  private readonly children: Record<Severity, MetricAlarm[]> = { critical: [], warning: [] };
  private readonly parts: CloudwatchCompositeAlarm[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SymptomAlarmProps,
  ) {
    super(scope, id);
    // All children are known only once the app is complete.
    Aspects.of(this).add({ visit: (node) => node === this && this.createParts() });
    const { definition, runbook } = props;
    const topic = () => [props.topics[this.severity].arn];
    this.resource = new CloudwatchCompositeAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: alarmDescription(definition.happened, definition.anchor, runbook),
      alarmRule: Lazy.stringValue({ produce: () => this.rule }),
      alarmActions: Lazy.listValue({ produce: topic }),
      okActions: Lazy.listValue({ produce: topic }),
      tags: { Symptom: definition.symptom },
    });
  }

  /** That of its most urgent alarm. */
  public get severity(): Severity {
    return this.children.critical.length > 0 ? "critical" : "warning";
  }

  /** Adds a sign of it. */
  public add(severity: Severity, alarm: MetricAlarm): void {
    this.children[severity].push(alarm);
  }

  /** Keeps silent while `other` is in alarm: that explains this one, and has told already. */
  public explainedBy(other: SymptomAlarm): void {
    this.resource.putActionsSuppressor({
      alarm: other.resource.alarmName,
      waitPeriod: waitSeconds,
      extensionPeriod: extensionSeconds,
    });
  }

  private get rule(): string {
    const children = this.children[this.severity].map(({ resource }) => resource);
    return anyOf(this.parts.length > 0 ? this.parts : children);
  }

  /** A rule holds so many alarms; more of them become parts, composite alarms that notify nobody. */
  private createParts(): void {
    const children = this.children[this.severity];
    if (this.parts.length > 0 || children.length <= mostInRule) return;
    for (let first = 0; first < children.length; first += mostInRule) {
      const part = children.slice(first, first + mostInRule).map(({ resource }) => resource);
      const number = this.parts.length + 1;
      this.parts.push(
        new CloudwatchCompositeAlarm(this, `Part${number}`, {
          alarmName: `${this.props.name}-part-${number}`,
          alarmDescription: `Part ${number} of ${this.props.name}, which notifies`,
          alarmRule: anyOf(part),
          tags: { Symptom: this.props.definition.symptom },
        }),
      );
    }
  }
}

function anyOf(alarms: readonly { readonly alarmName: string }[]): string {
  return alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR ");
}
