import type { ApiMetrics, EndpointMetrics, FunctionMetrics } from "@pictor/contracts";

/** How urgent an alarm is. `page`: customers are hurt now, somebody must look at once. */
export type Severity = "page";

/** When an alarm goes off, and what it then says. */
export interface AlarmDefinition<Metrics> {
  /** Construct id of the alarm, after that of what it watches. */
  readonly id: string;
  /** Last part of the alarm's name. */
  readonly name: string;
  /** Which of the metrics is watched. */
  readonly metric: keyof Metrics;
  /** What is made of a period's data points. `Average` of an error metric is the share of failed requests, 0..1. */
  readonly statistic: "Average" | "Sum";
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold";
  readonly threshold: number;
  readonly periodSeconds: 60 | 300;
  /** The alarm goes off when this many … */
  readonly datapointsToAlarm: number;
  /** … of this many consecutive periods are beyond the threshold. */
  readonly evaluationPeriods: number;
  /** What a period without data means. */
  readonly missingData: "missing" | "notBreaching" | "breaching";
  readonly severity: Severity;
  /** What has happened, in a sentence for the one who is woken. */
  readonly happened: string;
  /** Section of `docs/runbook.md` that says what to do. */
  readonly anchor: string;
}

/** Nobody calls: no requests, no errors. With `missing` an alarm would never return to OK after the last caller left. */
const idleIsHealthy = { missingData: "notBreaching" } as const;

/** More than one request in twenty fails on our side, for three minutes. */
const serverErrorShare = {
  id: "ServerErrors",
  name: "server-errors",
  metric: "serverErrors",
  statistic: "Average",
  comparison: "GreaterThanThreshold",
  threshold: 0.05,
  periodSeconds: 60,
  datapointsToAlarm: 3,
  evaluationPeriods: 3,
  severity: "page",
  ...idleIsHealthy,
} as const;

/**
 * Every alarm that Pictor has, by what it watches.
 *
 * Ratios and periods of the first are AWS's own recommendation; AWS has none for endpoints, which get the same.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html (read 2026-11)
 */
export const alarmTable: {
  readonly api: readonly AlarmDefinition<ApiMetrics>[];
  readonly function: readonly AlarmDefinition<FunctionMetrics>[];
  readonly endpoint: readonly AlarmDefinition<EndpointMetrics>[];
} = {
  api: [
    {
      ...serverErrorShare,
      happened: "More than 5 % of the API's requests were answered with 5xx for three minutes",
      anchor: "api-server-errors",
    },
  ],
  function: [
    {
      id: "Errors",
      name: "errors",
      metric: "errors",
      statistic: "Sum",
      // The function answers every failure that it foresees: what counts here is a crash or its time limit.
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
      ...idleIsHealthy,
      severity: "page",
      happened: "The function crashed or ran into its time limit in three of five minutes",
      anchor: "function-errors",
    },
  ],
  endpoint: [
    {
      // Not `modelErrors`: it counts every answer but 2xx, so that a caller's broken pictures would wake somebody.
      ...serverErrorShare,
      happened: "The model answered more than 5 % of its requests with 5xx for three minutes",
      anchor: "endpoint-server-errors",
    },
  ],
};

/** Every section that `docs/runbook.md` must have for the alarms to lead somewhere. */
export const runbookAnchors: readonly string[] = Object.values(alarmTable)
  .flat()
  .map((definition) => definition.anchor);
