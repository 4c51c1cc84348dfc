import type { RealTimeEndpointMetrics } from "@pictor/contracts";

/** When a release is taken back. */
export interface RollbackAlarmDefinition {
  /** Construct id, and in kebab case the end of the alarm's name. Never changed: see {@link rollbackAlarmTable}. */
  readonly id: "ModelErrors" | "ServerErrors" | "Latency";
  readonly metric: keyof Omit<RealTimeEndpointMetrics, "kind">;
  /** `Average` of an error metric is the share of failed requests, 0 to 1; `p99` has no statistic of CloudWatch's. */
  readonly statistic: "Average" | "p99";
  /**
   * Above it the alarm goes off, in the metric's unit. Of latencies that is microseconds; here it is a share of the
   * target's time-out, since what takes longer has no caller any more.
   */
  readonly threshold: { readonly share: number } | { readonly ofTimeout: number };
  readonly happened: string;
}

/** Length of a period, in seconds: metrics of endpoints come by the minute. */
export const rollbackPeriodSeconds = 60;

/** Periods in a row that must be bad: one bad minute may be a single call. */
export const rollbackPeriods = 2;

/** Seconds from a fault to an alarm: the periods, and one until the metric of the last has come. */
export const rollbackAlarmSeconds: number = rollbackPeriodSeconds * (rollbackPeriods + 1);

/**
 * The alarms that take a release back while it is deployed.
 *
 * Their number and names never change with an environment: the provider replaces an endpoint whose
 * `auto_rollback_configuration` comes or goes, which is an outage.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html (read 2026-11)
 */
export const rollbackAlarmTable: readonly RollbackAlarmDefinition[] = [
  {
    id: "ModelErrors",
    metric: "modelErrors",
    statistic: "Average",
    // It counts 4xx too, so callers with broken pictures are in it: only a model that fails most is taken back.
    threshold: { share: 0.5 },
    happened: "The model answered more than half of its requests with an error",
  },
  {
    id: "ServerErrors",
    metric: "serverErrors",
    statistic: "Average",
    threshold: { share: 0.05 },
    happened: "The model answered more than 5 % of its requests with 5xx",
  },
  {
    id: "Latency",
    metric: "modelLatency",
    statistic: "p99",
    threshold: { ofTimeout: 0.5 },
    happened: "One request in a hundred took more than half of its timeout",
  },
];
