import type { MetricDescription } from "@pictor/contracts";
import {
  type AlarmDefinition,
  eachOfMinutes,
  idleIsHealthy,
  inARow,
  statistic,
  twiceInAQuarter,
} from "./alarm-definition";
import type { WatchedApi } from "./watched";

/** AWS's own recommendations, which the numbers below follow where nothing else is said. */
const recommended =
  "AWS's recommendation: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html (read 2026-11)";

/**
 * Alarms of an API.
 *
 * @param throttled requests that the throttle refused, where they are counted
 */
export function apiAlarms(api: WatchedApi, throttled?: MetricDescription): AlarmDefinition[] {
  const { metrics, firewall, leastRequestsPerMinute, expectedPeakRps } = api;
  return [
    {
      id: "ServerErrors",
      signal: statistic(metrics.serverErrors, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 0.05, reason: recommended },
      ...eachOfMinutes(3),
      severity: "critical",
      symptom: "availability",
      happened: "More than 5 % of the API's requests were answered with 5xx for three minutes",
      anchor: "api-server-errors",
    },
    {
      id: "ClientErrors",
      signal: statistic(metrics.clientErrors, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 0.05, reason: recommended },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "availability",
      happened: "More than 5 % of the API's requests were answered with 4xx for five minutes",
      anchor: "api-client-errors",
    },
    {
      id: "Latency",
      signal: statistic(metrics.latency, "p90"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 2500, reason: recommended },
      ...eachOfMinutes(5),
      severity: "critical",
      symptom: "latency",
      happened: "One request in ten took 2.5 s or longer for five minutes",
      anchor: "api-latency",
    },
    ...(leastRequestsPerMinute === undefined
      ? []
      : [
          {
            id: "FewRequests",
            signal: statistic(metrics.count, "Sum"),
            comparison: "LessThanThreshold",
            threshold: {
              value: leastRequestsPerMinute,
              reason: "the environment's own baseline, leastRequestsPerMinute",
            },
            periodSeconds: 60,
            ...inARow(10),
            // Where callers are expected, silence is the failure that no error rate shows.
            missingData: "breaching",
            severity: "critical",
            symptom: "availability",
            happened: `Fewer than ${leastRequestsPerMinute} requests a minute arrived for ten minutes`,
            anchor: "api-few-requests",
          } as const,
        ]),
    ...(throttled === undefined
      ? []
      : [
          {
            id: "Throttled",
            signal: {
              kind: "maths",
              expression: "100 * FILL(throttled, 0) / requests",
              label: "requests throttled (%)",
              metrics: {
                throttled: { metric: throttled, statistic: "Sum" },
                requests: { metric: metrics.count, statistic: "Sum" },
              },
            },
            comparison: "GreaterThanThreshold",
            threshold: { value: 1, reason: "a well-set throttle refuses hardly any request" },
            ...eachOfMinutes(5),
            severity: "warning",
            symptom: "capacity",
            happened: "The throttle refused more than 1 % of the requests for five minutes",
            anchor: "api-throttled",
          } as const,
        ]),
    ...(expectedPeakRps === undefined
      ? []
      : [
          {
            id: "ManyRequests",
            signal: statistic(metrics.count, "Sum"),
            comparison: "GreaterThanThreshold",
            threshold: {
              value: expectedPeakRps * 300,
              reason:
                "the expected peak, expectedPeakRps, over five minutes: capacity and budget are made for it",
            },
            periodSeconds: 300,
            ...inARow(3),
            ...idleIsHealthy,
            severity: "warning",
            symptom: "cost",
            happened: `More than ${expectedPeakRps} requests a second arrived for a quarter of an hour`,
            anchor: "api-many-requests",
          } as const,
        ]),
    ...(firewall === undefined
      ? []
      : [
          {
            id: "Blocked",
            signal: statistic(firewall.blockedRequests, "Sum"),
            comparison: "GreaterThanThreshold",
            threshold: {
              value: 500,
              reason: "scanners cause a few blocks a minute; 100 a minute is somebody who means it",
            },
            ...twiceInAQuarter,
            severity: "warning",
            symptom: "security",
            happened:
              "The firewall blocked more than 500 requests in five minutes, twice in a quarter of an hour",
            anchor: "firewall-blocked",
          } as const,
        ]),
  ];
}
