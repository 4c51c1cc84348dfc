import type { MetricDescription } from "@pictor/contracts";
import {
  type AlarmDefinition,
  eachOfMinutes,
  inARow,
  statistic,
  twiceInAQuarter,
} from "./alarm-definition";
import { realTimeAlarms, serverlessAlarms, silenceOfHosts } from "./endpoint-kind-alarms";
import type { WatchedEndpoint } from "./watched";

/** SageMaker's latencies are microseconds. */
const microseconds = (milliseconds: number): number => milliseconds * 1000;

/**
 * Alarms of a SageMaker endpoint. AWS recommends none, so these are ours.
 *
 * @param workerDeaths model workers that died, where they are counted
 */
export function endpointAlarms(
  endpoint: WatchedEndpoint,
  workerDeaths?: MetricDescription,
): AlarmDefinition[] {
  const { metrics, latency, redundant } = endpoint;
  return [
    {
      id: "ServerErrors",
      signal: statistic(metrics.serverErrors, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 0.05, reason: "the share at which the API's alarm goes off" },
      ...eachOfMinutes(3),
      severity: redundant ? "warning" : "critical",
      symptom: "availability",
      happened: "The model answered more than 5 % of its requests with 5xx for three minutes",
      anchor: "endpoint-server-errors",
    },
    {
      id: "ClientErrors",
      signal: statistic(metrics.clientErrors, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: 0.2,
        reason:
          "the router refuses most bad pictures, so one in five means a faulty caller or release",
      },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "availability",
      happened: "The model answered more than 20 % of its requests with 4xx for five minutes",
      anchor: "endpoint-client-errors",
    },
    {
      id: "ModelLatency",
      signal: statistic(metrics.modelLatency, "p99"),
      comparison: "GreaterThanThreshold",
      threshold: { value: microseconds(latency.milliseconds), reason: latency.reason },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "latency",
      happened: `The slowest hundredth of the model's answers took longer than ${latency.milliseconds} ms for five minutes`,
      anchor: "endpoint-model-latency",
    },
    ...("vcpus" in endpoint ? realTimeAlarms(endpoint) : serverlessAlarms(endpoint)),
    {
      id: "Memory",
      signal: statistic(metrics.memoryUtilization, "Maximum"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 90, reason: "at 100 % the kernel ends a worker" },
      periodSeconds: 60,
      ...inARow(5),
      missingData: silenceOfHosts("vcpus" in endpoint && endpoint.comesAndGoes),
      severity: "warning",
      symptom: "capacity",
      happened: "The containers used more than 90 % of their memory for five minutes",
      anchor: "endpoint-memory",
    },
    ...(workerDeaths === undefined
      ? []
      : [
          {
            id: "WorkerDeaths",
            signal: statistic(workerDeaths, "Sum"),
            comparison: "GreaterThanOrEqualToThreshold",
            threshold: { value: 1, reason: "a worker lives as long as its container" },
            ...twiceInAQuarter,
            severity: "warning",
            symptom: "availability",
            happened: "Model workers died again and again",
            anchor: "endpoint-worker-deaths",
          } as const,
        ]),
  ];
}
