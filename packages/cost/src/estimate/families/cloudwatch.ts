import type { Dimension } from "../../prices/dimensions";
import { block, blocks, isRecord } from "../../resources/attributes";
import type { Attributes } from "../../resources/resource";
import { type CustomMetric, customMetricsOf } from "../custom-metrics";
import type { Family, Usage } from "../usage";

/** Values of a dimension for which a metric filter is taken to find metrics in a month. */
const assumedValues = 3;

/** An alarm on an anomaly band reads the metric, and the two ends of the band. */
const metricsOfBand = 3;

/** Alarms, dashboards and metrics. */
export const cloudwatch: Family = {
  aws_cloudwatch_metric_alarm: ({ values, address }, around) => [
    ...alarm(values),
    ...customMetricsOf(address, around).map(customMetric),
  ],
  aws_cloudwatch_composite_alarm: () => [piece("composite alarm", "alarm-composite-month")],
  aws_cloudwatch_dashboard: ({ address }, around) => [
    piece("dashboard", "dashboard-month"),
    ...customMetricsOf(address, around).map(customMetric),
  ],
  aws_cloudwatch_log_metric_filter: ({ values }, { traffic }) => {
    const dimensions = block(values, "metric_transformation")?.dimensions;
    const isSplit = isRecord(dimensions) && Object.keys(dimensions).length > 0;
    // With a default value it publishes a metric of a quiet log, too; by dimension only what occurs.
    if (isSplit && traffic.requestsPerMonth === 0) return [];
    return [
      {
        ...piece("metric of a log", "custom-metric-month"),
        ...(isSplit && {
          quantity: assumedValues,
          basis: `${assumedValues} metrics`,
          assumption: `${assumedValues} values of its dimension occur in a month`,
        }),
      },
    ];
  },
};

function piece(item: string, dimension: Dimension): Usage {
  return { item, dimension, quantity: 1, basis: "1" };
}

function customMetric({ name }: CustomMetric): Usage {
  return { ...piece("custom metric", "custom-metric-month"), basis: `1 metric ${name}` };
}

/** An alarm is charged by each metric that it reads. */
function alarm(values: Attributes): Usage[] {
  const queries = blocks(values, "metric_query");
  const expressions = queries.map(({ expression }) => String(expression ?? ""));
  const read = queries.flatMap((query) => blocks(query, "metric"));
  if (expressions.some((text) => /^\s*SELECT\b/i.test(text))) {
    return [
      {
        ...piece("alarm on a query", "alarm-metrics-insights-month"),
        assumption: "the query analyses one metric",
      },
    ];
  }
  const metrics = queries.length === 0 ? 1 : read.length;
  const isBand = expressions.some((text) => text.includes("ANOMALY_DETECTION_BAND"));
  const count = isBand ? metrics * metricsOfBand : metrics;
  const periods = [values.period, ...read.map(({ period }) => period)];
  const isHigh = periods.some((period) => Number(period) > 0 && Number(period) < 60);
  return [
    {
      item: isHigh ? "high-resolution alarm" : "alarm",
      dimension: isHigh ? "alarm-high-resolution-month" : "alarm-standard-resolution-month",
      quantity: count,
      basis: isBand
        ? `${metrics} metric × ${metricsOfBand} for its band`
        : `${count} metric${count === 1 ? "" : "s"}`,
    },
  ];
}
