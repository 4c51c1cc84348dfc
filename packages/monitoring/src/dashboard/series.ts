import type { MetricDescription } from "@pictor/contracts";
import { type Statistic, statistic } from "../alarm-definition";
import type { Series } from "./widget";

/** A metric as it is. */
export function plain(label: string, metric: MetricDescription, name: Statistic): Series {
  return { label, signal: statistic(metric, name) };
}

/** A metric's median and its slowest hundredth. */
export function medianAndTail(metric: MetricDescription): readonly Series[] {
  return [plain("p50", metric, "p50"), plain("p99", metric, "p99")];
}

/** How much was asked, and how much of it was answered with an error. */
export function counted(
  label: string,
  all: MetricDescription,
  {
    serverErrors,
    clientErrors,
  }: Readonly<Record<"serverErrors" | "clientErrors", MetricDescription>>,
): readonly Series[] {
  return [
    plain(label, all, "Sum"),
    plain("5xx", serverErrors, "Sum"),
    plain("4xx", clientErrors, "Sum"),
  ];
}

/** A metric divided or multiplied into another unit. */
export function scaled(
  label: string,
  metric: MetricDescription,
  name: Statistic,
  scale: `/ ${number}` | `* ${number}`,
): Series {
  return {
    label,
    signal: {
      kind: "maths",
      expression: `value ${scale}`,
      label,
      metrics: { value: { metric, statistic: name } },
    },
  };
}

/** SageMaker's microseconds as milliseconds. */
export function milliseconds(label: string, metric: MetricDescription, name: Statistic): Series {
  return scaled(label, metric, name, "/ 1000");
}

/** A share of 0 to 1 as percent. */
export function percent(label: string, metric: MetricDescription): Series {
  return scaled(label, metric, "Average", "* 100");
}
