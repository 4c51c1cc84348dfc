import { type MetricDescription, metricsOf } from "./metric";

/** What Step Functions publishes of a state machine's executions. */
export interface MachineMetrics {
  readonly failed: MetricDescription;
  readonly timedOut: MetricDescription;
  readonly aborted: MetricDescription;
  /** Transitions and retries that waited since the account's rate of transitions was used up. */
  readonly throttled: MetricDescription;
}

/**
 * What Step Functions publishes of the executions of a state machine, of the standard type.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html (read 2026-11)
 */
export function machineMetrics(stateMachineArn: string): MachineMetrics {
  const metric = metricsOf("AWS/States", { StateMachineArn: stateMachineArn });
  return {
    failed: metric("ExecutionsFailed", "Count"),
    timedOut: metric("ExecutionsTimedOut", "Count"),
    aborted: metric("ExecutionsAborted", "Count"),
    throttled: metric("ExecutionThrottled", "Count"),
  };
}
