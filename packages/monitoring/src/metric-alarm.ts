import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { MetricDescription } from "@pictor/contracts";
import { Construct } from "constructs";
import type { AlarmDefinition } from "./alarm-table";

/** What a {@link MetricAlarm} is made of. */
export interface MetricAlarmProps {
  /** Name of the alarm, unique in account and region. */
  readonly name: string;
  readonly metric: MetricDescription;
  readonly definition: Omit<AlarmDefinition<unknown>, "metric">;
  /** Is told when the alarm goes off and when all is well again. */
  readonly topic: SnsTopic;
}

/** One row of the alarm table, applied to one metric. */
export class MetricAlarm extends Construct {
  /** The alarm. */
  public readonly resource: CloudwatchMetricAlarm;

  public constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { metric, definition, topic } = props;
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: `${definition.happened}. What to do: docs/runbook.md#${definition.anchor}`,
      // No unit: an alarm with one sees only data published with exactly that unit, and is silent otherwise.
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      statistic: definition.statistic,
      comparisonOperator: definition.comparison,
      threshold: definition.threshold,
      period: definition.periodSeconds,
      datapointsToAlarm: definition.datapointsToAlarm,
      evaluationPeriods: definition.evaluationPeriods,
      treatMissingData: definition.missingData,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      tags: { Severity: definition.severity },
    });
  }
}
