import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import {
  type AwsPlace,
  arnOf,
  isToken,
  literalProblems,
  type RealTimeEndpointMetrics,
  type Target,
} from "@pictor/contracts";
import { Construct } from "constructs";
import {
  type RollbackAlarmDefinition,
  rollbackAlarmTable,
  rollbackPeriodSeconds,
  rollbackPeriods,
} from "./rollback-alarm-table";

/** What {@link RollbackAlarms} watch. */
export interface RollbackAlarmsProps {
  /** The endpoint; its `timeoutMs` is a literal above 0, of which a threshold is calculated. */
  readonly target: Pick<Target, "name" | "timeoutMs">;
  readonly metrics: RealTimeEndpointMetrics;
}

const microsecondsPerMillisecond = 1_000;

/**
 * The alarms of one endpoint at which SageMaker takes a release back. They notify nobody.
 *
 * @example
 * new RollbackAlarms(stack, "Rollback", { target: { name: "pictures", timeoutMs: 3000 }, metrics });
 */
export class RollbackAlarms extends Construct {
  public readonly resources: readonly CloudwatchMetricAlarm[];

  public constructor(scope: Construct, id: string, props: RollbackAlarmsProps) {
    super(scope, id);
    this.node.addValidation({ validate: () => timeoutProblems(props.target.timeoutMs) });
    this.resources = rollbackAlarmTable.map((definition) => this.watch(definition, props));
  }

  private watch(definition: RollbackAlarmDefinition, props: RollbackAlarmsProps) {
    const { target, metrics } = props;
    const metric = metrics[definition.metric];
    return new CloudwatchMetricAlarm(this, definition.id, {
      alarmName: rollbackAlarmName(target.name, definition),
      alarmDescription: `${definition.happened}. SageMaker takes back a release that is being deployed.`,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      ...(definition.statistic === "p99"
        ? { extendedStatistic: definition.statistic }
        : { statistic: definition.statistic }),
      comparisonOperator: "GreaterThanThreshold",
      threshold: thresholdOf(definition, target.timeoutMs),
      period: rollbackPeriodSeconds,
      evaluationPeriods: rollbackPeriods,
      datapointsToAlarm: rollbackPeriods,
      // Nobody calls: there is nothing to judge a release by.
      treatMissingData: "notBreaching",
    });
  }
}

function timeoutProblems(timeoutMs: number): string[] {
  if (isToken(timeoutMs)) {
    return literalProblems({ "target.timeoutMs": timeoutMs }, "a threshold is calculated from it");
  }
  return timeoutMs > 0 && Number.isFinite(timeoutMs)
    ? []
    : [`target.timeoutMs must be milliseconds above 0, got ${timeoutMs}`];
}

/** Names of an endpoint's rollback alarms, known before the alarms are. */
export function rollbackAlarmNames(endpointName: string): string[] {
  return rollbackAlarmTable.map((definition) => rollbackAlarmName(endpointName, definition));
}

/** ARNs of an endpoint's rollback alarms: whoever deploys it must be able to read them. */
export function rollbackAlarmArns(place: AwsPlace, endpointName: string): string[] {
  return rollbackAlarmNames(endpointName).map((name) =>
    arnOf(place, "cloudwatch", `alarm:${name}`),
  );
}

function rollbackAlarmName(endpointName: string, { id }: RollbackAlarmDefinition): string {
  return `${endpointName}-rollback-${id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}`;
}

function thresholdOf({ threshold }: RollbackAlarmDefinition, timeoutMs: number): number {
  return "share" in threshold
    ? threshold.share
    : threshold.ofTimeout * timeoutMs * microsecondsPerMillisecond;
}
