import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import type { AlarmDefinition, MetricStatistic } from "./alarm-definition";
import { alarmDescription } from "./runbook";

/** What a {@link MetricAlarm} is made of. */
export interface MetricAlarmProps {
  /** Name of the alarm, unique in account and region. */
  readonly name: string;
  readonly definition: AlarmDefinition;
  /** Is told when the alarm goes off and when all is well again. */
  readonly topic: SnsTopic;
  /** Address of the runbook, if there is one. */
  readonly runbook: string | undefined;
}

/** One row of an alarm table, as CloudWatch takes it. */
export class MetricAlarm extends Construct {
  /** The alarm. */
  public readonly resource: CloudwatchMetricAlarm;

  public constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { definition, topic, runbook } = props;
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: alarmDescription(
        `${definition.happened} (threshold: ${definition.threshold.reason})`,
        definition.anchor,
        runbook,
      ),
      ...signalOf(definition),
      comparisonOperator: definition.comparison,
      threshold: definition.threshold.value,
      datapointsToAlarm: definition.datapointsToAlarm,
      evaluationPeriods: definition.evaluationPeriods,
      treatMissingData: definition.missingData,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      tags: { Severity: definition.severity, Symptom: definition.symptom },
    });
  }
}

/** No unit anywhere: an alarm with one sees only data published with exactly that unit, and is silent otherwise. */
function signalOf({
  signal,
  periodSeconds: period,
}: AlarmDefinition): Partial<CloudwatchMetricAlarmConfig> {
  if (signal.kind === "maths") {
    return {
      metricQuery: [
        { id: "result", expression: signal.expression, label: signal.label, returnData: true },
        ...Object.entries(signal.metrics).map(([id, { metric, statistic }]) => ({
          id,
          metric: {
            namespace: metric.namespace,
            metricName: metric.name,
            dimensions: { ...metric.dimensions },
            stat: statistic,
            period,
          },
          returnData: false,
        })),
      ],
    };
  }
  const { metric, statistic } = signal;
  return {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    period,
    ...percentileOrNot(statistic),
  };
}

function percentileOrNot(
  statistic: MetricStatistic["statistic"],
): Pick<
  CloudwatchMetricAlarmConfig,
  "statistic" | "extendedStatistic" | "evaluateLowSampleCountPercentiles"
> {
  return /^p\d/.test(statistic)
    ? // Few values count as well: with "ignore" a p99 needs 1000 in the periods that are evaluated, and at night none rings.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html (read 2026-11)
      { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "evaluate" }
    : { statistic };
}
