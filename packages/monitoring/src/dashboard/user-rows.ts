import type { EndpointMetrics } from "@pictor/contracts";
import type { WatchedApi } from "../watched";
import { counted, medianAndTail, percent, plain } from "./series";
import { graph, type Series, type Widget } from "./widget";

/** What the service promises its callers. */
export interface Objectives {
  /** Share of requests that are not answered with 5xx, 0 to 1. */
  readonly availability: number;
  /** A share of requests, 0 to 1, is answered within so many milliseconds. */
  readonly latency: { readonly milliseconds: number; readonly share: number };
}

/** The objectives of monitoring whose props have none. */
export const usualObjectives: Objectives = {
  availability: 0.999,
  latency: { milliseconds: 1000, share: 0.99 },
};

/** Days over which the objectives are judged. */
const windowDays = 30;

/** Are users served? How many, how well, how fast, and by whom. */
export function servedRow(
  region: string,
  id: string,
  { metrics }: WatchedApi,
  endpoints: readonly { readonly id: string; readonly metrics: EndpointMetrics }[],
): readonly Widget[] {
  return [
    graph({
      title: `${id}: requests and success`,
      region,
      view: "singleValue",
      axis: "requests",
      series: [plain("requests", metrics.count, "Sum"), success(metrics)],
    }),
    graph({
      title: `${id}: requests a minute`,
      region,
      axis: "requests",
      series: counted("requests", metrics.count, metrics),
    }),
    graph({
      title: `${id}: latency end to end`,
      region,
      axis: "ms",
      series: medianAndTail(metrics.latency),
    }),
    ...(endpoints.length === 0
      ? []
      : [
          graph({
            title: "Who serves",
            region,
            axis: "invocations",
            stacked: true,
            series: endpoints.map((endpoint) =>
              plain(endpoint.id, endpoint.metrics.invocations, "Sum"),
            ),
          }),
        ]),
  ];
}

function success({ count, serverErrors }: WatchedApi["metrics"]): Series {
  return {
    label: "success (%)",
    signal: {
      kind: "maths",
      expression: "100 * (1 - FILL(errors, 0) / requests)",
      label: "success (%)",
      metrics: {
        errors: { metric: serverErrors, statistic: "Sum" },
        requests: { metric: count, statistic: "Sum" },
      },
    },
  };
}

/** What is left of each objective's error budget: at 0 it is broken. */
export function objectiveRow(
  region: string,
  id: string,
  { metrics }: WatchedApi,
  { availability, latency }: Objectives,
): readonly Widget[] {
  const budget = (title: string, share: number, bad: Series["signal"] & { kind: "metric" }) =>
    graph({
      title: `${id}: ${title}, error budget left over ${windowDays} days (%)`,
      region,
      axis: "%",
      min: -100,
      max: 100,
      periodSeconds: 3600,
      days: windowDays,
      limit: { label: "objective broken", value: 0 },
      series: [
        {
          label: "budget left (%)",
          signal: {
            kind: "maths",
            expression: `100 * (1 - RUNNING_SUM(FILL(bad, 0)) / (${allowed(share)} * SUM(requests)))`,
            label: "budget left (%)",
            metrics: {
              bad: { metric: bad.metric, statistic: bad.statistic },
              requests: { metric: metrics.count, statistic: "Sum" },
            },
          },
        },
      ],
    });
  return [
    budget(`${100 * availability} % without 5xx`, availability, {
      kind: "metric",
      metric: metrics.serverErrors,
      statistic: "Sum",
    }),
    budget(`${100 * latency.share} % within ${latency.milliseconds} ms`, latency.share, {
      kind: "metric",
      metric: metrics.latency,
      statistic: `TC(${latency.milliseconds}:)`,
    }),
  ];
}

/** Without the noise of binary fractions: 0.001, not 0.0010000000000000009. */
function allowed(share: number): number {
  return Number((1 - share).toFixed(9));
}

/** One API's own layer. */
export function apiRow(region: string, id: string, { metrics }: WatchedApi): readonly Widget[] {
  return [
    graph({
      title: `${id}: share of errors`,
      region,
      axis: "%",
      max: 100,
      series: [percent("5xx", metrics.serverErrors), percent("4xx", metrics.clientErrors)],
    }),
    graph({
      title: `${id}: where the time goes (p90)`,
      region,
      axis: "ms",
      series: [
        plain("end to end", metrics.latency, "p90"),
        plain("behind the gateway", metrics.integrationLatency, "p90"),
      ],
    }),
  ];
}
