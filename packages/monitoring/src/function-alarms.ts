import { type MetricDescription, metricsOf } from "@pictor/contracts";
import {
  type AlarmDefinition,
  eachOfMinutes,
  idleIsHealthy,
  inARow,
  type MetricStatistic,
  type Signal,
  statistic,
  threeOfFiveMinutes,
} from "./alarm-definition";
import type { WatchedFunction } from "./watched";

const bytesAnHour = 1_000_000_000;

/** Alarms of a Lambda function. */
export function functionAlarms(watched: WatchedFunction): AlarmDefinition[] {
  const { metrics, timeoutMs, reservedConcurrency, logGroupName } = watched;
  return [
    {
      id: "Errors",
      signal: statistic(metrics.errors, "Sum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: {
        value: 1,
        reason:
          "it answers every failure that it foresees: what counts is a crash or its time limit",
      },
      ...threeOfFiveMinutes,
      severity: "critical",
      symptom: "availability",
      happened: "The function crashed or ran into its time limit in three of five minutes",
      anchor: "function-errors",
    },
    {
      id: "Throttles",
      signal: statistic(metrics.throttles, "Sum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 1, reason: "each throttled invocation is a request answered with 503" },
      ...eachOfMinutes(5),
      severity: "critical",
      symptom: "capacity",
      happened: "Lambda refused to run the function in each of five minutes",
      anchor: "function-throttles",
    },
    {
      id: "Duration",
      signal: statistic(metrics.duration, "p99"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 0.9 * timeoutMs, reason: "nine tenths of the function's time limit" },
      ...threeOfFiveMinutes,
      severity: "warning",
      symptom: "latency",
      happened: "The slowest hundredth of the requests came close to the function's time limit",
      anchor: "function-duration",
    },
    ...(reservedConcurrency === undefined
      ? []
      : [
          {
            id: "Concurrency",
            signal: statistic(metrics.concurrentExecutions, "Maximum"),
            comparison: "GreaterThanOrEqualToThreshold",
            threshold: {
              value: 0.9 * reservedConcurrency,
              reason: `nine tenths of the ${reservedConcurrency} that may wait at once, as AWS recommends of a quota`,
            },
            ...eachOfMinutes(10),
            severity: "warning",
            symptom: "capacity",
            happened: "The function used nine tenths of its reserved concurrency for ten minutes",
            anchor: "function-concurrency",
          } as const,
        ]),
    ...(logGroupName === undefined
      ? []
      : [
          {
            id: "LogVolume",
            signal: statistic(
              metricsOf("AWS/Logs", { LogGroupName: logGroupName })("IncomingBytes", "Bytes"),
              "Sum",
            ),
            comparison: "GreaterThanThreshold",
            threshold: {
              value: bytesAnHour,
              reason: "1 GB an hour costs 0.50 USD of ingestion an hour, 365 USD a month",
            },
            periodSeconds: 3600,
            ...inARow(1),
            ...idleIsHealthy,
            severity: "warning",
            symptom: "cost",
            happened: "The function wrote more than 1 GB of log in an hour",
            anchor: "function-log-volume",
          } as const,
        ]),
    ...routingAlarms(watched),
  ];
}

/** A signal of the first target, which is 0 while that target does not exist: then it has no faults. */
function ofFirstTarget(
  signal: MetricStatistic,
  exists: MetricDescription | undefined,
  label: string,
): Signal {
  if (exists === undefined) return { kind: "metric", ...signal };
  const metrics = { value: signal, exists: { metric: exists, statistic: "Minimum" } } as const;
  return { kind: "maths", expression: "value * exists", label, metrics };
}

function routingAlarms({ routing, firstTargetExists }: WatchedFunction): AlarmDefinition[] {
  if (routing === undefined) return [];
  const targets = Object.entries(routing.targets);
  return [
    {
      id: "NoCapacity",
      signal: statistic(routing.noCapacity, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 0.05, reason: "the share of failures at which the API's alarm goes off" },
      ...eachOfMinutes(3),
      severity: "critical",
      symptom: "capacity",
      happened: "No endpoint could take more than 5 % of the requests for three minutes",
      anchor: "no-capacity",
    },
    ...(targets.length < 2
      ? []
      : [
          {
            id: "Fallbacks",
            signal: ofFirstTarget(
              { metric: routing.fallbacks, statistic: "Average" },
              firstTargetExists,
              "fallbacks",
            ),
            comparison: "GreaterThanThreshold",
            threshold: {
              value: 0.05,
              reason: "one in twenty means that the first target is failing",
            },
            ...eachOfMinutes(5),
            severity: "warning",
            symptom: "availability",
            happened:
              "Another endpoint than the first answered more than 5 % of the requests for five minutes",
            anchor: "fallbacks",
          } as const,
        ]),
    ...targets.map(
      ([name, target], index) =>
        ({
          // By its place: a name is the environment's, and addresses are the same in all of them.
          id: `Breaker${index + 1}`,
          signal: ofFirstTarget(
            { metric: target.breakerOpen, statistic: "Maximum" },
            index === 0 ? firstTargetExists : undefined,
            "breaker open",
          ),
          comparison: "GreaterThanOrEqualToThreshold",
          threshold: { value: 1, reason: "an open breaker passes the endpoint by" },
          ...threeOfFiveMinutes,
          severity: "warning",
          symptom: "availability",
          happened: `The breaker of endpoint ${name} was open in three of five minutes`,
          anchor: "breaker-open",
        }) as const,
    ),
  ];
}
