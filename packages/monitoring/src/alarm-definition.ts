import type { MetricDescription } from "@pictor/contracts";

/**
 * How urgent an alarm is. `critical`: callers are hurt now, somebody is woken. `warning`: a cause, a limit that comes
 * near, or money; it waits for the morning.
 */
export type Severity = "critical" | "warning";
export const severities: readonly Severity[] = ["critical", "warning"];

/** What an alarm is a sign of. Alarms of one symptom are one incident. */
export const symptoms = [
  "availability",
  "latency",
  "capacity",
  "security",
  "cost",
  "jobs",
] as const;

/** What users notice: the alarms of one symptom page together. */
export type Symptom = (typeof symptoms)[number];

/** What is made of the data points of a period; percentiles as `p99`, points of 500 and above as `TC(500:)`. */
export type Statistic =
  | "Average"
  | "Sum"
  | "Minimum"
  | "Maximum"
  | "SampleCount"
  | `p${number}`
  | `TC(${number}:)`;

/** One metric, aggregated. */
export interface MetricStatistic {
  readonly metric: MetricDescription;
  readonly statistic: Statistic;
}

/** What an alarm or a graph looks at: a metric, or metric maths over several. */
export type Signal =
  | ({ readonly kind: "metric" } & MetricStatistic)
  | {
      readonly kind: "maths";
      /** In CloudWatch's metric maths, over the names of `metrics`. */
      readonly expression: string;
      readonly label: string;
      readonly metrics: Readonly<Record<string, MetricStatistic>>;
    };

/** When an alarm goes off, and what it then says. */
export interface AlarmDefinition {
  /** Construct id, after that of what is watched: PascalCase. The last part of the alarm's name is made of it. */
  readonly id: string;
  readonly signal: Signal;
  readonly comparison:
    | "GreaterThanThreshold"
    | "GreaterThanOrEqualToThreshold"
    | "LessThanThreshold"
    | "LessThanOrEqualToThreshold";
  /** In the signal's unit, and why it is this much. */
  readonly threshold: { readonly value: number; readonly reason: string };
  readonly periodSeconds: 60 | 300 | 3600;
  /** The alarm goes off when this many … */
  readonly datapointsToAlarm: number;
  /** … of this many consecutive periods are beyond the threshold. */
  readonly evaluationPeriods: number;
  /** What a period without data means. */
  readonly missingData: "missing" | "ignore" | "notBreaching" | "breaching";
  readonly severity: Severity;
  readonly symptom: Symptom;
  /** What has happened, in a sentence for the one who is woken. */
  readonly happened: string;
  /** Section of `docs/runbook.md` that says what to do. */
  readonly anchor: string;
}

/** The signal of one metric. */
export function statistic(metric: MetricDescription, name: Statistic): Signal {
  return { kind: "metric", metric, statistic: name };
}

/** `n` of `n` periods. */
export function inARow(
  n: number,
): Pick<AlarmDefinition, "datapointsToAlarm" | "evaluationPeriods"> {
  return { datapointsToAlarm: n, evaluationPeriods: n };
}

/** Nobody calls: nothing is wrong. With `missing` an alarm would not return to OK after the last caller left. */
export const idleIsHealthy = { missingData: "notBreaching" } as const;

type When = Pick<
  AlarmDefinition,
  "periodSeconds" | "datapointsToAlarm" | "evaluationPeriods" | "missingData"
>;

/** Each of `n` minutes in which somebody called. */
export function eachOfMinutes(n: number): When {
  return { periodSeconds: 60, ...inARow(n), ...idleIsHealthy };
}

/** What comes and goes: three of five minutes. */
export const threeOfFiveMinutes: When = {
  periodSeconds: 60,
  datapointsToAlarm: 3,
  evaluationPeriods: 5,
  ...idleIsHealthy,
};

/** What is rare: five minutes, twice in a quarter of an hour. */
export const twiceInAQuarter: When = {
  periodSeconds: 300,
  datapointsToAlarm: 2,
  evaluationPeriods: 3,
  ...idleIsHealthy,
};

/** `RealTime` becomes `real-time`. */
export function kebab(pascal: string): string {
  return pascal.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
