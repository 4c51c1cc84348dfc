import type { RealTimeEndpointMetrics, ServerlessEndpointMetrics } from "@pictor/contracts";
import {
  type AlarmDefinition,
  eachOfMinutes,
  idleIsHealthy,
  inARow,
  type Signal,
  statistic,
  twiceInAQuarter,
} from "./alarm-definition";

/** Instances and processors of an endpoint. */
export interface InstanceFacts {
  readonly metrics: RealTimeEndpointMetrics;
  readonly vcpus: number;
  readonly instances: { readonly min: number; readonly max: number };
  readonly comesAndGoes?: boolean;
}

/**
 * Instances that serve. SageMaker publishes no such metric; each invocation adds 1 / instances to
 * `InvocationsPerInstance`, so the quotient of the sums is the mean number in the period. Without traffic there is none.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (read 2026-11)
 */
export function instancesInService(metrics: RealTimeEndpointMetrics): Signal {
  return {
    kind: "maths",
    expression: "invocations / perInstance",
    label: "instances in service",
    metrics: {
      invocations: { metric: metrics.invocations, statistic: "Sum" },
      perInstance: { metric: metrics.invocationsPerInstance, statistic: "Sum" },
    },
  };
}

/**
 * Instances that run. Each publishes one sample of its CPU a minute, whether anybody calls or not, so the number of
 * samples of a minute is the number of instances. Right after a change a minute may count old and new ones.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html (read 2026-11)
 */
function instancesRunning(metrics: RealTimeEndpointMetrics): Signal {
  return statistic(metrics.cpuUtilization, "SampleCount");
}

/**
 * A missing minute of a host's metric says nothing of its health. But of an endpoint that was deleted nothing comes any
 * more: its alarms would ring on.
 */
export function silenceOfHosts(comesAndGoes: boolean | undefined): "ignore" | "notBreaching" {
  return comesAndGoes ? "notBreaching" : "ignore";
}

/** Alarms that only an endpoint on instances has. */
export function realTimeAlarms(facts: InstanceFacts): AlarmDefinition[] {
  const { metrics, vcpus, instances, comesAndGoes } = facts;
  const missingData = silenceOfHosts(comesAndGoes);
  const counted = { periodSeconds: 60, severity: "warning", symptom: "capacity" } as const;
  return [
    {
      id: "ModelErrors",
      signal: statistic(metrics.modelErrors, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: 0.2,
        reason:
          "it counts callers' broken pictures, lost connections and time-outs along with failures",
      },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "availability",
      happened: "The model failed more than 20 % of its requests for five minutes",
      anchor: "endpoint-model-errors",
    },
    {
      id: "Overhead",
      signal: statistic(metrics.overheadLatency, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: 250_000,
        reason:
          "SageMaker adds some milliseconds; a quarter of a second is queueing (no percentiles exist)",
      },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "latency",
      happened: "SageMaker added more than 250 ms to the average request for five minutes",
      anchor: "endpoint-overhead",
    },
    {
      id: "Cpu",
      signal: statistic(metrics.cpuUtilization, "Average"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: {
        value: 90 * vcpus,
        reason: `nine tenths of ${vcpus} vCPUs, each of which counts 100 %`,
      },
      periodSeconds: 60,
      ...inARow(10),
      missingData,
      severity: "warning",
      symptom: "capacity",
      happened: "The instances used nine tenths of their processors for ten minutes",
      anchor: "endpoint-cpu",
    },
    {
      id: "Disk",
      signal: statistic(metrics.diskUtilization, "Maximum"),
      comparison: "GreaterThanThreshold",
      threshold: { value: 85, reason: "logs and uploads fill the rest within hours" },
      periodSeconds: 300,
      ...inARow(3),
      missingData,
      severity: "warning",
      symptom: "capacity",
      happened: "An instance used more than 85 % of its disk for a quarter of an hour",
      anchor: "endpoint-disk",
    },
    ...(instances.min < 2
      ? []
      : [
          {
            ...counted,
            id: "FewInstances",
            signal: instancesRunning(metrics),
            comparison: "LessThanThreshold",
            threshold: {
              value: instances.min,
              reason: `the minimum is ${instances.min}, and each instance reports its CPU once a minute`,
            },
            ...inARow(10),
            // Gaps in host metrics are normal, and an endpoint that is being created has none yet.
            missingData,
            happened: `Fewer than ${instances.min} instances ran for ten minutes`,
            anchor: "endpoint-few-instances",
          } as const,
        ]),
    ...(instances.max === instances.min
      ? []
      : [
          {
            ...counted,
            id: "AllInstances",
            signal: instancesInService(metrics),
            ...idleIsHealthy,
            comparison: "GreaterThanThreshold",
            threshold: {
              value: instances.max - 0.5,
              reason: `half an instance below the maximum of ${instances.max}: the proxy is a mean`,
            },
            ...inARow(15),
            happened: `All ${instances.max} instances that scaling allows served for a quarter of an hour`,
            anchor: "endpoint-all-instances",
          } as const,
        ]),
  ];
}

/** Alarms that only a serverless endpoint has. */
export function serverlessAlarms({
  metrics,
}: {
  readonly metrics: ServerlessEndpointMetrics;
}): AlarmDefinition[] {
  return [
    {
      id: "SetupTime",
      signal: statistic(metrics.modelSetupTime, "Average"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: 15_000_000,
        reason:
          "a start of 15 s leaves little of the 26 s that the router gives a serverless endpoint",
      },
      ...twiceInAQuarter,
      severity: "warning",
      symptom: "latency",
      happened: "A new serverless container took more than 15 s to start",
      anchor: "endpoint-setup-time",
    },
    {
      id: "Concurrency",
      signal: statistic(metrics.concurrentExecutionsUtilization, "Maximum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: {
        value: 0.9,
        reason: "nine tenths of the maximum concurrency; beyond it requests are throttled",
      },
      ...eachOfMinutes(5),
      severity: "warning",
      symptom: "capacity",
      happened: "The serverless endpoint used nine tenths of its concurrency for five minutes",
      anchor: "endpoint-concurrency",
    },
  ];
}
