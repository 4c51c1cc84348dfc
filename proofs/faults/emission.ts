import { type MetricReference, metricsOfAlarm, type Synthesised } from "@pictor/testing";

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
}

/** Every metric that a stack's alarms and its dashboard read, each with who reads it. */
export function metricsRead(
  stack: Synthesised,
): readonly (MetricReference & { readonly by: string })[] {
  const alarms = stack
    .resources("aws_cloudwatch_metric_alarm")
    .flatMap((alarm) =>
      metricsOfAlarm(alarm).map((metric) => ({ ...metric, by: String(alarm.alarm_name) })),
    );
  const widgets: readonly Widget[] = JSON.parse(
    String(stack.single("aws_cloudwatch_dashboard").dashboard_body),
  ).widgets;
  const graphs = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter((row) => row.length > 1)
    .map(([namespace, name, ...rest]) => ({
      namespace: String(namespace),
      name: String(name),
      dimensions: dimensionsOf(rest.slice(0, -1).map(String)),
      by: "dashboard",
    }));
  return [...alarms, ...graphs];
}

function dimensionsOf(flat: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""]] : [])),
  );
}
