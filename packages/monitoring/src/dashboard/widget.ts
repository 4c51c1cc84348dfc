import type { MetricStatistic, Signal } from "../alarm-definition";

/** Columns of a CloudWatch dashboard. */
const columns = 24;

/** One line of a graph. */
export interface Series {
  readonly label: string;
  readonly signal: Signal;
}

/** A tile of the dashboard, without its place. Heights are grid units, widths come from the row. */
export interface Widget {
  readonly type: "metric" | "alarm" | "log" | "text";
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How a graph looks. */
export interface GraphOptions {
  readonly title: string;
  readonly region: string;
  readonly series: readonly Series[];
  /** What the axis counts, for example `ms`. */
  readonly axis: string;
  /** Highest value of the axis, where there is one: 100 of a percentage. @default - follows the data */
  readonly max?: number;
  /** Lowest value of the axis; `data`: follows the data, where values below 0 mean something. @default 0 */
  readonly min?: number | "data";
  readonly view?: "timeSeries" | "singleValue";
  readonly stacked?: boolean;
  /** Seconds that a point stands for. @default 60 */
  readonly periodSeconds?: number;
  /** Days shown, whatever the dashboard's range is. @default - the dashboard's range */
  readonly days?: number;
  /** A line drawn across. */
  readonly limit?: { readonly label: string; readonly value: number };
}

/** A graph, or the latest values as numbers. */
export function graph(options: GraphOptions): Widget {
  const { title, region, series, view = "timeSeries", periodSeconds = 60, days, limit } = options;
  return {
    type: "metric",
    height: view === "singleValue" ? 4 : 6,
    properties: {
      title,
      region,
      view,
      stacked: options.stacked ?? false,
      period: periodSeconds,
      metrics: series.flatMap(rowsOf),
      ...(view === "timeSeries" && {
        yAxis: {
          left: {
            label: options.axis,
            ...(options.min !== "data" && { min: options.min ?? 0 }),
            ...(options.max !== undefined && { max: options.max }),
            showUnits: false,
          },
        },
      }),
      ...(view === "singleValue" && { setPeriodToTimeRange: true }),
      ...(days !== undefined && { start: `-P${days}D`, end: "P0D" }),
      ...(limit && { annotations: { horizontal: [limit] } }),
    },
  };
}

/** A row of CloudWatch's `metrics`, or two where maths is done. */
function rowsOf({ label, signal }: Series, index: number): unknown[] {
  if (signal.kind === "metric") return [metricRow(signal, { label })];
  const ids = Object.keys(signal.metrics);
  const idOf = (id: string) => `s${index}${id}`;
  const expression = signal.expression.replaceAll(/\b[a-z]\w*\b/g, (word) =>
    ids.includes(word) ? idOf(word) : word,
  );
  return [
    [{ id: `s${index}`, expression, label }],
    ...ids.map((id) =>
      metricRow(signal.metrics[id] as MetricStatistic, { id: idOf(id), visible: false }),
    ),
  ];
}

function metricRow(
  { metric, statistic }: MetricStatistic,
  options: Readonly<Record<string, unknown>>,
): unknown[] {
  const dimensions = Object.entries(metric.dimensions).flat();
  return [metric.namespace, metric.name, ...dimensions, { stat: statistic, ...options }];
}

/** A heading. */
export function heading(markdown: string): Widget {
  return { type: "text", height: 1, properties: { markdown } };
}

/** The state of alarms, worst first. */
export function alarmStatus(title: string, alarmArns: readonly string[]): Widget {
  return {
    type: "alarm",
    height: 3 + Math.ceil(alarmArns.length / 6),
    properties: { title, alarms: alarmArns, sortBy: "stateUpdatedTimestamp" },
  };
}

/** The result of a Logs Insights query over log groups. */
export function logTable(
  title: string,
  region: string,
  logGroupNames: readonly string[],
  query: string,
): Widget {
  const sources = logGroupNames.map((name) => `SOURCE '${name}'`).join(" | ");
  return {
    type: "log",
    height: 6,
    properties: { title, region, query: `${sources} | ${query}`, view: "table" },
  };
}

/** Puts rows of widgets below each other; the widgets of a row share its width. */
export function layOut(rows: readonly (readonly Widget[])[]): unknown[] {
  let y = 0;
  return rows
    .filter((row) => row.length > 0)
    .flatMap((row) => {
      const width = Math.floor(columns / row.length);
      const height = Math.max(...row.map((widget) => widget.height));
      const top = y;
      y += height;
      return row.map((widget, index) => ({
        ...widget,
        x: index * width,
        y: top,
        width,
        height,
      }));
    });
}
