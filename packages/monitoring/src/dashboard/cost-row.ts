import { metricsOf } from "@pictor/contracts";
import { instancesInService } from "../endpoint-kind-alarms";
import type { WatchedApi, WatchedEndpoint, WatchedFunction } from "../watched";
import { plain, scaled } from "./series";
import { graph, type Series, type Widget } from "./widget";

/** What the bill grows with, an hour a point. */
export function costRow(
  region: string,
  apis: readonly WatchedApi[],
  functions: readonly WatchedFunction[],
  endpoints: readonly WatchedEndpoint[],
): readonly Widget[] {
  const hourly = (title: string, axis: string, series: readonly Series[]): Widget[] =>
    series.length === 0
      ? []
      : [graph({ title: `Cost: ${title}`, region, axis, periodSeconds: 3600, series })];
  return [
    ...hourly(
      "requests (gateway, firewall, function)",
      "an hour",
      apis.map(({ metrics }) => plain("requests", metrics.count, "Sum")),
    ),
    ...hourly("compute", "seconds an hour", [
      ...functions.map(({ metrics }) => scaled("function", metrics.duration, "Sum", "/ 1000")),
      ...endpoints.flatMap(({ metrics, endpointName }) =>
        metrics.kind === "serverless"
          ? [scaled(endpointName, metrics.modelLatency, "Sum", "/ 1000000")]
          : [],
      ),
    ]),
    ...hourly(
      "instances (only while there is traffic)",
      "instances",
      endpoints.flatMap(({ metrics, endpointName }) =>
        metrics.kind === "realTime"
          ? [{ label: endpointName, signal: instancesInService(metrics) }]
          : [],
      ),
    ),
    ...hourly(
      "log ingestion",
      "MB an hour",
      [...apis.map((api) => api.accessLogGroupName), ...functions.map((one) => one.logGroupName)]
        .filter((name) => name !== undefined)
        .map((name) =>
          scaled(
            name,
            metricsOf("AWS/Logs", { LogGroupName: name })("IncomingBytes", "Bytes"),
            "Sum",
            "/ 1000000",
          ),
        ),
    ),
  ];
}
