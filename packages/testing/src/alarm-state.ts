import type { Series } from "./metric-maths";

/** State of a CloudWatch alarm. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What decides about a metric alarm's state. */
export interface AlarmRule {
  readonly comparison: string;
  readonly threshold: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly missingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

/** Periods that CloudWatch looks at beyond those that it evaluates, for data that comes late. */
const extraPeriods = 2;

/**
 * The state after the last period, by CloudWatch's M-of-N rules.
 *
 * Of the periods that it looks at, those with data count first, the newest of them where there are enough. What is then
 * short of N is filled in as `missingData` says. With `missing` and `ignore`, only what is there is judged: too few
 * breaching points for M go to ALARM only when the oldest of them is as old as M.
 *
 * @param points values by period, the newest last; `undefined` where there is none
 * @param before the state so far
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html (read 2026-11)
 */
export function alarmState(points: Series, rule: AlarmRule, before: AlarmState): AlarmState {
  const { datapointsToAlarm, evaluationPeriods, missingData } = rule;
  const seen = points.slice(-(evaluationPeriods + extraPeriods));
  const real = seen.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const bad = real.filter((point) => breaches(point, rule)).length;
  const enough = (count: number): AlarmState => (count >= datapointsToAlarm ? "ALARM" : "OK");

  const short = evaluationPeriods - real.length;
  if (short === 0 || missingData === "notBreaching") return enough(bad);
  if (missingData === "breaching") return enough(bad + short);
  if (real.length === 0) return missingData === "ignore" ? before : "INSUFFICIENT_DATA";
  if (bad < real.length || bad >= datapointsToAlarm) return enough(bad);
  if (missingData === "ignore") return before;
  const oldest =
    points.length -
    points.findIndex((point, i) => point !== undefined && i >= points.length - seen.length);
  return oldest >= datapointsToAlarm ? "ALARM" : before;
}

function breaches(value: number, { comparison, threshold }: AlarmRule): boolean {
  switch (comparison) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
    default:
      throw new Error(`comparison '${comparison}' is not known here`);
  }
}
