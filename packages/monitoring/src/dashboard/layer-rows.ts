import type { MetricDescription } from "@pictor/contracts";
import { instancesInService } from "../endpoint-kind-alarms";
import type { WatchedApi, WatchedEndpoint, WatchedFunction } from "../watched";
import { counted, medianAndTail, milliseconds, percent, plain, scaled } from "./series";
import { graph, type Widget } from "./widget";

/** One function. */
export function functionRow(
  region: string,
  id: string,
  { metrics, timeoutMs, reservedConcurrency }: WatchedFunction,
): readonly Widget[] {
  return [
    graph({
      title: `${id}: invocations`,
      region,
      axis: "a minute",
      series: [
        plain("invocations", metrics.invocations, "Sum"),
        plain("errors", metrics.errors, "Sum"),
        plain("throttled", metrics.throttles, "Sum"),
      ],
    }),
    graph({
      title: `${id}: duration`,
      region,
      axis: "ms",
      limit: { label: "time limit", value: timeoutMs },
      series: medianAndTail(metrics.duration),
    }),
    graph({
      title: `${id}: concurrency`,
      region,
      axis: "at once",
      series: [plain("highest", metrics.concurrentExecutions, "Maximum")],
      ...(reservedConcurrency !== undefined && {
        limit: { label: "reserved: may wait at once", value: reservedConcurrency },
      }),
    }),
  ];
}

/** How one function routes over its targets. */
export function routingRow(
  region: string,
  id: string,
  { routing }: WatchedFunction,
): readonly Widget[] {
  if (routing === undefined) return [];
  const targets = Object.entries(routing.targets);
  return [
    graph({
      title: `${id}: not by the first target`,
      region,
      axis: "%",
      max: 100,
      series: [percent("fallbacks", routing.fallbacks), percent("no capacity", routing.noCapacity)],
    }),
    graph({
      title: `${id}: time of a call (p99)`,
      region,
      axis: "ms",
      series: targets.map(([name, { latency }]) => plain(name, latency, "p99")),
    }),
    graph({
      title: `${id}: breakers open`,
      region,
      axis: "%",
      max: 100,
      series: targets.map(([name, { breakerOpen }]) => percent(name, breakerOpen)),
    }),
    graph({
      title: `${id}: size of the pictures`,
      region,
      axis: "kB",
      series: [scaled("average", routing.imageBytes, "Average", "/ 1000")],
    }),
  ];
}

/** One endpoint. SageMaker's microseconds are shown as milliseconds. */
export function endpointRow(
  region: string,
  id: string,
  endpoint: WatchedEndpoint,
): readonly Widget[] {
  const { metrics, latency } = endpoint;
  return [
    graph({
      title: `${id}: invocations`,
      region,
      axis: "a minute",
      series: [
        ...counted("invocations", metrics.invocations, metrics),
        ...(metrics.kind === "realTime" ? [plain("not 2xx", metrics.modelErrors, "Sum")] : []),
      ],
    }),
    graph({
      title: `${id}: latency`,
      region,
      axis: "ms",
      limit: { label: "limit of the p99", value: latency.milliseconds },
      series: [
        milliseconds("model p50", metrics.modelLatency, "p50"),
        milliseconds("model p99", metrics.modelLatency, "p99"),
        milliseconds("overhead, average", metrics.overheadLatency, "Average"),
        ...(metrics.kind === "serverless"
          ? [milliseconds("start, average", metrics.modelSetupTime, "Average")]
          : []),
      ],
    }),
    ...useOf(region, id, endpoint),
  ];
}

function useOf(region: string, id: string, endpoint: WatchedEndpoint): readonly Widget[] {
  if (!("vcpus" in endpoint)) {
    const { metrics } = endpoint;
    return [
      graph({
        title: `${id}: use`,
        region,
        axis: "%",
        max: 100,
        series: [
          plain("memory", metrics.memoryUtilization, "Maximum"),
          scaled("concurrency", metrics.concurrentExecutionsUtilization, "Maximum", "* 100"),
        ],
      }),
    ];
  }
  const { metrics, vcpus, instances } = endpoint;
  return [
    graph({
      title: `${id}: use of the instances`,
      region,
      axis: "%",
      max: 100,
      series: [
        // CloudWatch counts each vCPU as 100 %.
        scaled("processors", metrics.cpuUtilization, "Average", `/ ${vcpus}`),
        plain("memory", metrics.memoryUtilization, "Maximum"),
        plain("disk", metrics.diskUtilization, "Maximum"),
      ],
    }),
    graph({
      title: `${id}: instances (only while there is traffic)`,
      region,
      axis: "instances",
      limit: { label: "most", value: instances.max },
      series: [{ label: "in service", signal: instancesInService(metrics) }],
    }),
  ];
}

/** What is turned away: by the firewall, and in the network. */
export function securityRow(
  region: string,
  apis: readonly { readonly id: string; readonly watched: WatchedApi }[],
  rejected: readonly { readonly id: string; readonly metric: MetricDescription }[],
): readonly Widget[] {
  return [
    ...apis.flatMap(({ id, watched: { firewall } }) =>
      firewall === undefined
        ? []
        : [
            graph({
              title: `${id}: firewall`,
              region,
              axis: "requests",
              series: [
                plain("allowed", firewall.allowedRequests, "Sum"),
                plain("blocked", firewall.blockedRequests, "Sum"),
              ],
            }),
          ],
    ),
    ...(rejected.length === 0
      ? []
      : [
          graph({
            title: "Rejected in the network",
            region,
            axis: "flows",
            series: rejected.map(({ id, metric }) => plain(id, metric, "Sum")),
          }),
        ]),
  ];
}
