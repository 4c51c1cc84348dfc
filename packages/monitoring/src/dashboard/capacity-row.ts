import type { WatchedCapacity } from "../watched";
import { percent, plain } from "./series";
import { graph, type Widget } from "./widget";

/** Days over which savings are added up. */
const savingDays = 30;

/** One capacity controller: who serves, why, and what it saves. */
export function capacityRow(
  region: string,
  id: string,
  { metrics }: WatchedCapacity,
): readonly Widget[] {
  return [
    graph({
      title: `${id}: time on instances, break-even and savings`,
      region,
      view: "singleValue",
      axis: "",
      series: [
        percent("on instances (%)", metrics.onInstances),
        plain("break-even (requests/s)", metrics.costRate, "Average"),
        plain("saved (USD)", metrics.savedUsd, "Sum"),
      ],
    }),
    graph({
      title: `${id}: mode`,
      region,
      axis: "1: on instances",
      series: [
        plain("on instances", metrics.onInstances, "Maximum"),
        plain("switches", metrics.switches, "Sum"),
      ],
    }),
    graph({
      title: `${id}: rate against its thresholds`,
      region,
      axis: "requests/s",
      series: [
        plain("rate", metrics.requestRate, "Average"),
        plain("break-even", metrics.costRate, "Average"),
        plain("serverless carries no more", metrics.capacityRate, "Average"),
        plain("serverless misses the latency objective", metrics.latencyRate, "Average"),
      ],
    }),
    graph({
      title: `${id}: saved over ${savingDays} days, against instances that are always on (USD)`,
      region,
      axis: "USD",
      // Serverless may have cost more than instances for a while.
      min: "data",
      periodSeconds: 3600,
      days: savingDays,
      series: [
        {
          label: "saved so far",
          signal: {
            kind: "maths",
            expression: "RUNNING_SUM(FILL(saved, 0))",
            label: "saved so far",
            metrics: { saved: { metric: metrics.savedUsd, statistic: "Sum" } },
          },
        },
      ],
    }),
  ];
}
