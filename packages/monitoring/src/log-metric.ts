import { brandTitle, type MetricDescription, metricsOf } from "@pictor/contracts";

/** A metric made of a log's lines: where no service publishes one. */
export interface LogMetricDefinition {
  /** Construct id, after that of what is watched, and name of the metric: PascalCase. */
  readonly id: string;
  readonly logGroupName: string;
  /** In CloudWatch Logs' filter pattern syntax. */
  readonly pattern: string;
  /** Where the metric goes. */
  readonly metric: MetricDescription;
  /** Dimension, by the field of a JSON line that has its value. A metric with one has no zeros. @default - none */
  readonly dimensionFields?: Readonly<Record<string, string>>;
}

/** Fields of a flow log's line in the default format; a pattern that names fewer matches nothing. */
const flowLogFields =
  "version, account, interface, source, destination, sourcePort, destinationPort, protocol, packets, bytes, start, end";

/** Namespace of the metrics that are made of an environment's logs. */
export function logNamespace(brand: string, name: string): string {
  return `${brandTitle(brand)}/${name}`;
}

function count(namespace: string, metric: string): MetricDescription {
  return metricsOf(namespace, {})(metric, "Count");
}

/** Requests that the stage's or a usage plan's throttle refused: API Gateway counts them as client errors only. */
export function throttledRequests(
  namespace: string,
  id: string,
  logGroupName: string,
): LogMetricDefinition {
  return {
    id: "Throttled",
    logGroupName,
    // The access log quotes its numbers; a 429 without an error of the gateway's is the function's, of an endpoint.
    pattern: '{ $.status = "429" && $.error != "-" }',
    metric: count(namespace, `${id}Throttled`),
  };
}

/** Requests that were answered with 5xx, by the code of the status table. */
export function failuresByCode(
  namespace: string,
  id: string,
  logGroupName: string,
): LogMetricDefinition {
  return {
    id: "FailuresByCode",
    logGroupName,
    pattern: "{ $.status >= 500 }",
    metric: count(namespace, `${id}Failures`),
    dimensionFields: { code: "$.code" },
  };
}

/**
 * Model workers that died: TorchServe starts them again, and says so in its log only, once for each, whatever it died of.
 *
 * Of one that the kernel ends "worker process died" is said at level DEBUG only, as in
 * https://github.com/pytorch/serve/issues/2423 (read 2026-11-23); so it is with TorchServe 0.12.0 of the local AWS.
 */
export function workerDeaths(
  namespace: string,
  id: string,
  logGroupName: string,
): LogMetricDefinition {
  return {
    id: "WorkerDeaths",
    logGroupName,
    pattern: '"Retry worker"',
    metric: count(namespace, `${id}WorkerDeaths`),
  };
}

/** Packets that a security group or a network ACL turned away. */
export function rejectedPackets(
  namespace: string,
  id: string,
  logGroupName: string,
): LogMetricDefinition {
  return {
    id: "Rejected",
    logGroupName,
    pattern: `[${flowLogFields}, action="REJECT", status]`,
    metric: count(namespace, `${id}Rejected`),
  };
}
