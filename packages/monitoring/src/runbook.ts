import {
  firewallMetrics,
  type MetricDescription,
  metricsOf,
  routingMetrics,
} from "@pictor/contracts";
import { apiAlarms } from "./api-alarms";
import { endpointAlarms } from "./endpoint-alarms";
import { functionAlarms } from "./function-alarms";
import { networkAlarms } from "./network-alarms";
import { budgetAnchor, keyEvents, symptomDefinitions } from "./notification";
import type { WatchedApi, WatchedEndpoint, WatchedFunction } from "./watched";

/** Where the runbook is where nobody has said: in the repository. */
export const usualRunbook = "docs/runbook.md";

/**
 * What an alarm says: what happened, and where it is said what to do.
 *
 * @param runbook address of the runbook, to which the section is added
 */
export function alarmDescription(happened: string, anchor: string, runbook: string): string {
  return `${happened}. What to do: ${runbook}#${anchor}`;
}

/** What is wrong with the address of a runbook; empty where nothing is. */
export function runbookProblems(runbookUrl: string | undefined): string[] {
  return runbookUrl === undefined || /^https:\/\/[^\s#]+$/.test(runbookUrl)
    ? []
    : [
        `runbookUrl must begin with https:// and have no '#', which an alarm's section follows, got '${runbookUrl}'`,
      ];
}

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
    ...networkAlarms(any),
    ...symptomDefinitions,
    ...keyEvents("any"),
  ].map(({ anchor }) => anchor);
  return [...new Set([...anchors, budgetAnchor])];
}
