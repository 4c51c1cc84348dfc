import {
  capacityMetrics,
  firewallMetrics,
  type MetricDescription,
  machineMetrics,
  metricsOf,
  routingMetrics,
} from "@pictor/contracts";
import type { WatchedApi, WatchedEndpoint, WatchedFunction } from "../src";
import { apiAlarms } from "../src/api-alarms";
import { capacityAlarms } from "../src/capacity-alarms";
import { endpointAlarms } from "../src/endpoint-alarms";
import { functionAlarms } from "../src/function-alarms";
import { jobAlarms } from "../src/job-alarms";
import { networkAlarms } from "../src/network-alarms";
import { budgetAnchor, keyEvents, symptomDefinitions } from "../src/notification";

/** Anything with metrics of these names. */
function described<Name extends string>(
  ...names: readonly Name[]
): Readonly<Record<Name, MetricDescription>> {
  const metric = metricsOf("any", {});
  return Object.fromEntries(names.map((name) => [name, metric(name, "None")])) as Record<
    Name,
    MetricDescription
  >;
}

/** Sections that `docs/runbook.md` must have for every notification to lead somewhere: what can be watched, watched. */
export function runbookAnchors(): readonly string[] {
  const any = metricsOf("any", {})("any", "None");
  const latency = { milliseconds: 1, reason: "any", calibrated: true };
  const api: WatchedApi = {
    metrics: described("count", "clientErrors", "serverErrors", "latency", "integrationLatency"),
    firewall: firewallMetrics("any", "any"),
    leastRequestsPerMinute: 1,
    expectedPeakRps: 1,
  };
  const watchedFunction: WatchedFunction = {
    metrics: described("invocations", "errors", "throttles", "duration", "concurrentExecutions"),
    timeoutMs: 1,
    reservedConcurrency: 1,
    routing: routingMetrics("any", ["one", "two"]),
    logGroupName: "any",
  };
  const common = described(
    "invocations",
    "clientErrors",
    "serverErrors",
    "modelLatency",
    "overheadLatency",
    "memoryUtilization",
  );
  const endpoints: readonly WatchedEndpoint[] = [
    {
      endpointName: "any",
      latency,
      redundant: false,
      vcpus: 1,
      instances: { min: 2, max: 3 },
      metrics: {
        kind: "realTime",
        ...common,
        ...described("modelErrors", "invocationsPerInstance", "cpuUtilization", "diskUtilization"),
      },
    },
    {
      endpointName: "any",
      latency,
      redundant: false,
      metrics: {
        kind: "serverless",
        ...common,
        ...described("modelSetupTime", "concurrentExecutionsUtilization"),
      },
    },
  ];
  const anchors = [
    ...apiAlarms(api, any),
    ...functionAlarms(watchedFunction),
    ...endpoints.flatMap((endpoint) => endpointAlarms(endpoint, any)),
    ...capacityAlarms({ metrics: capacityMetrics("any") }),
    ...jobAlarms({ metrics: machineMetrics("any") }, "Any"),
    ...networkAlarms(any),
    ...Object.values(symptomDefinitions),
    ...keyEvents("any"),
  ].map(({ anchor }) => anchor);
  return [...new Set([...anchors, budgetAnchor])];
}
