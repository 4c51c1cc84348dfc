import { block, blocks, isRecord } from "../resources/attributes";
import type { Attributes, Resource } from "../resources/resource";
import { scheduledCallsOf } from "./scheduled";
import type { Surroundings } from "./surroundings";

/** A metric that code publishes, as an alarm or a dashboard names it. */
export interface CustomMetric {
  readonly namespace: string;
  readonly name: string;
  /** Dimensions as one text. */
  readonly dimensions: string;
}

/**
 * Returns the metrics of one's own that an alarm or a dashboard is the first to read. Metrics of AWS cost nothing, and
 * those of metric filters are counted at the filter. A metric that nothing reads is not seen here.
 */
export function customMetricsOf(address: string, around: Surroundings): readonly CustomMetric[] {
  const owners = ownersOf(around);
  return [...owners.values()]
    .filter((owned) => owned.address === address)
    .map(({ metric }) => metric)
    .filter((metric) => around.traffic.requestsPerMonth > 0 || isOfSchedule(metric, around));
}

/** Whether a function publishes it that a schedule calls, also while there are no requests. */
function isOfSchedule({ dimensions }: CustomMetric, around: Surroundings): boolean {
  return around
    .all("aws_lambda_function")
    .some(
      (fn) =>
        dimensions.includes(JSON.stringify(fn.values.function_name)) &&
        scheduledCallsOf(fn, around) !== undefined,
    );
}

interface Owned {
  readonly address: string;
  readonly metric: CustomMetric;
}

const cache = new WeakMap<Surroundings, ReadonlyMap<string, Owned>>();

function ownersOf(around: Surroundings): ReadonlyMap<string, Owned> {
  const known = cache.get(around);
  if (known !== undefined) return known;
  const filtered = new Set(
    around
      .all("aws_cloudwatch_log_metric_filter")
      .map(({ values }) => block(values, "metric_transformation") ?? {})
      .map(({ namespace, name }) => `${namespace} ${name}`),
  );
  const owners = new Map<string, Owned>();
  const readers = around.all("aws_cloudwatch_metric_alarm", "aws_cloudwatch_dashboard");
  for (const reader of readers) {
    for (const metric of metricsOf(reader)) {
      if (isOfAws(metric) || filtered.has(`${metric.namespace} ${metric.name}`)) continue;
      const key = `${metric.namespace} ${metric.name} ${metric.dimensions}`;
      if (!owners.has(key)) owners.set(key, { address: reader.address, metric });
    }
  }
  cache.set(around, owners);
  return owners;
}

function isOfAws({ namespace }: CustomMetric): boolean {
  return namespace === "" || /^(AWS\/|\/aws\/|ECS\/|ContainerInsights)/.test(namespace);
}

function metricsOf({ type, values }: Resource): readonly CustomMetric[] {
  return type === "aws_cloudwatch_dashboard" ? ofDashboard(values.dashboard_body) : ofAlarm(values);
}

function ofAlarm(values: Attributes): readonly CustomMetric[] {
  const queried = blocks(values, "metric_query").flatMap((query) => blocks(query, "metric"));
  return [values, ...queried].flatMap(({ namespace, metric_name: name, dimensions }) =>
    typeof namespace === "string" && typeof name === "string"
      ? [{ namespace, name, dimensions: dimensionText(isRecord(dimensions) ? dimensions : {}) }]
      : [],
  );
}

/** Metrics of a dashboard's widgets; none where its text is an expression. */
function ofDashboard(body: unknown): readonly CustomMetric[] {
  const { widgets } = parsed(body);
  return [widgets]
    .flat()
    .filter(isRecord)
    .flatMap(({ properties }) => (isRecord(properties) ? [properties.metrics].flat(1) : []))
    .flatMap((row) => (Array.isArray(row) ? metricOfRow(row) : []));
}

/** A row is namespace, name, pairs of a dimension, and options at the end. */
function metricOfRow(row: readonly unknown[]): readonly CustomMetric[] {
  const texts = row.filter((cell): cell is string => typeof cell === "string");
  const [namespace, name, ...pairs] = texts;
  if (namespace === undefined || name === undefined || namespace === ".") return [];
  const dimensions = Object.fromEntries(
    pairs.flatMap((key, index) => (index % 2 === 0 ? [[key, pairs[index + 1]]] : [])),
  );
  return [{ namespace, name, dimensions: dimensionText(dimensions) }];
}

function dimensionText(dimensions: Attributes): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parsed(body: unknown): Attributes {
  try {
    const value: unknown = JSON.parse(String(body));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
