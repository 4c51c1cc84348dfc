import { type AlarmRule, type AlarmState, alarmState } from "./alarm-state";
import { evaluateMaths, type Series } from "./metric-maths";

/** One value that something published. */
export interface EmittedValue {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since some beginning. */
  readonly at: number;
}

/** A metric as an alarm or a dashboard names it. */
export interface MetricReference {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

type Attributes = Readonly<Record<string, unknown>>;

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric?: Attributes;
}

/** Namespace, name and dimensions in one string, whatever the dimensions' order. */
export function metricKey({ namespace, name, dimensions }: MetricReference): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}

/** Every metric that an `aws_cloudwatch_metric_alarm` reads. */
export function metricsOfAlarm(alarm: Attributes): readonly MetricReference[] {
  return sources(alarm).map(({ reference }) => reference);
}

/**
 * Plays what was published to a synthesised `aws_cloudwatch_metric_alarm`, period by period.
 *
 * @param emitted in any order, `at` from 0 on
 * @param seconds how long it is watched
 * @returns the state after each period; it begins OK
 */
export function replay(
  alarm: Attributes,
  emitted: readonly EmittedValue[],
  seconds: number,
): readonly AlarmState[] {
  const found = sources(alarm);
  const period = found[0]?.period ?? 60;
  const periods = Math.ceil(seconds / period);
  const series = Object.fromEntries(
    found.map(({ id, reference, statistic }) => {
      const key = metricKey(reference);
      const own = emitted.filter((one) => metricKey(one) === key);
      return [id, aggregate(own, statistic, period, periods)] as const;
    }),
  );
  const result = (alarm.metric_query as readonly Query[] | undefined)?.find(
    ({ expression }) => expression !== undefined,
  );
  const points = result
    ? evaluateMaths(result.expression as string, series)
    : (Object.values(series)[0] as Series);
  const states: AlarmState[] = [];
  for (let end = 1; end <= periods; end += 1) {
    const before = states.at(-1) ?? "OK";
    states.push(
      ignoresSoFew(alarm, emitted, end)
        ? before
        : alarmState(points.slice(0, end), ruleOf(alarm), before),
    );
  }
  return states;
}

/**
 * Whether an alarm on a percentile keeps its state, as it was told to where there are fewer values than
 * 10 / (1 - percentile) in the periods that it evaluates. Of values that are missing altogether `treat_missing_data` decides.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html (read 2026-11)
 */
function ignoresSoFew(alarm: Attributes, emitted: readonly EmittedValue[], end: number): boolean {
  const percentile = /^p([\d.]+)$/.exec(String(alarm.extended_statistic))?.[1];
  if (alarm.evaluate_low_sample_count_percentiles !== "ignore" || !percentile) return false;
  const [source] = sources(alarm);
  if (source === undefined) return false;
  const share = Number(percentile) / 100;
  const key = metricKey(source.reference);
  const from = (end - Number(alarm.evaluation_periods)) * source.period;
  const count = emitted.filter(
    (one) => metricKey(one) === key && one.at >= from && one.at < end * source.period,
  ).length;
  // In whole numbers: 10 / (1 - 0.99) is a little more than 1000.
  const least = Math.round(10 / (share < 0.5 ? share : 1 - share));
  return count > 0 && count < least;
}

interface Source {
  readonly id: string;
  readonly reference: MetricReference;
  readonly statistic: string;
  readonly period: number;
}

function sources(alarm: Attributes): readonly Source[] {
  const queries = (alarm.metric_query ?? []) as readonly Query[];
  if (queries.length > 0) {
    return queries.flatMap(({ id, metric }) => (metric ? [sourceOf(id, metric, metric.stat)] : []));
  }
  return [sourceOf("m", alarm, alarm.statistic ?? alarm.extended_statistic)];
}

function sourceOf(id: string, from: Attributes, statistic: unknown): Source {
  return {
    id,
    statistic: String(statistic),
    period: Number(from.period),
    reference: {
      namespace: String(from.namespace),
      name: String(from.metric_name),
      dimensions: (from.dimensions ?? {}) as Readonly<Record<string, string>>,
    },
  };
}

function ruleOf(alarm: Attributes): AlarmRule {
  return {
    comparison: String(alarm.comparison_operator),
    threshold: Number(alarm.threshold),
    datapointsToAlarm: Number(alarm.datapoints_to_alarm ?? alarm.evaluation_periods),
    evaluationPeriods: Number(alarm.evaluation_periods),
    missingData: (alarm.treat_missing_data ?? "missing") as AlarmRule["missingData"],
  };
}

function aggregate(
  emitted: readonly EmittedValue[],
  statistic: string,
  period: number,
  periods: number,
): Series {
  return Array.from({ length: periods }, (_, index) => {
    const values = emitted
      .filter(({ at }) => Math.floor(at / period) === index)
      .map(({ value }) => value);
    return values.length === 0 ? undefined : statisticOf(values, statistic);
  });
}

function statisticOf(values: readonly number[], statistic: string): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case "Sum":
      return sum;
    case "Average":
      return sum / values.length;
    case "Minimum":
      return Math.min(...values);
    case "Maximum":
      return Math.max(...values);
    case "SampleCount":
      return values.length;
    default: {
      const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
      if (percentile === undefined) throw new Error(`statistic '${statistic}' is not known here`);
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[
        Math.max(0, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)
      ] as number;
    }
  }
}
