import { isToken, printed } from "@pictor/contracts";
import type { AlarmDefinition, Severity, Signal } from "./alarm-definition";
import { severityProblems } from "./monitoring-problems";

/** A change to one alarm of the tables. The symptom, the dashboard and the description follow it. */
export type AlarmChange =
  | {
      /** The alarm is not created. */
      readonly kind: "off";
      /** Why; for whoever reads the code. */
      readonly reason: string;
    }
  | {
      /** The alarm goes off at other values. What is left out stays as it is. */
      readonly kind: "retuned";
      /** Why this much: stands in the alarm's description. */
      readonly reason: string;
      /** In the unit of the alarm's signal: SageMaker's latencies are microseconds. */
      readonly threshold?: number;
      readonly datapointsToAlarm?: number;
      readonly evaluationPeriods?: number;
      readonly severity?: Severity;
    };

/** Changes by alarm: the id under which something is watched and the alarm's own, for example `PredictDuration`. */
export type AlarmChanges = Readonly<Record<string, AlarmChange>>;

/** The definition with the change; `undefined` if the alarm is off. */
export function changed(
  definition: AlarmDefinition,
  change: AlarmChange | undefined,
): AlarmDefinition | undefined {
  if (change === undefined) return definition;
  if (change.kind === "off") return undefined;
  const { datapointsToAlarm, evaluationPeriods, severity } = { ...definition, ...change };
  const threshold = {
    value: change.threshold ?? definition.threshold.value,
    reason: change.reason,
  };
  const retuned = { ...definition, threshold, datapointsToAlarm, evaluationPeriods, severity };
  return { ...retuned, happened: conditionOf(retuned) };
}

/** Problems of severities, without which no alarm can be built; empty if valid. */
export function changeShapeProblems(changes: AlarmChanges): string[] {
  return Object.entries(changes).flatMap(([id, change]) =>
    change.kind === "retuned" && change.severity !== undefined
      ? severityProblems(`alarms.${id}: severity`, change.severity)
      : [],
  );
}

/** Problems of changes, given the alarms that there are; empty if valid. */
export function changeProblems(
  changes: AlarmChanges,
  alarms: ReadonlyMap<string, AlarmDefinition>,
): string[] {
  return Object.entries(changes).flatMap(([id, change]) => {
    const definition = alarms.get(id);
    if (definition === undefined) {
      const known = [...alarms.keys()].join(", ") || "none";
      return [`alarms names '${id}', which is no alarm here; there are: ${known}`];
    }
    return problemsOf(definition, change).map((problem) => `alarms.${id}: ${problem}`);
  });
}

/** Longest span that CloudWatch evaluates, in seconds: a day, or a week with periods of an hour. */
const longestSpan = (periodSeconds: number): number => (periodSeconds < 3600 ? 86_400 : 604_800);

function problemsOf(definition: AlarmDefinition, change: AlarmChange): string[] {
  const missing = change.reason.trim() === "" ? ["reason must not be empty"] : [];
  if (change.kind === "off") return missing;
  const { threshold, datapointsToAlarm, evaluationPeriods } = { ...definition, ...change };
  const { periodSeconds } = definition;
  const most = longestSpan(periodSeconds) / periodSeconds;
  const whole = (value: number): boolean => Number.isInteger(value) && value > 0;
  return [
    ...missing,
    ...(typeof threshold === "number" && !isToken(threshold) && !Number.isFinite(threshold)
      ? [`threshold must be a number, got ${threshold}`]
      : []),
    ...(whole(evaluationPeriods) && evaluationPeriods <= most
      ? []
      : [
          `evaluationPeriods must be a whole number of 1 to ${most}, got ${printed(evaluationPeriods)}`,
        ]),
    ...(whole(datapointsToAlarm) && datapointsToAlarm <= evaluationPeriods
      ? []
      : [
          `datapointsToAlarm must be a whole number of 1 to evaluationPeriods ${printed(evaluationPeriods)}, got ${printed(datapointsToAlarm)}`,
        ]),
  ];
}

const comparisons: Readonly<Record<AlarmDefinition["comparison"], string>> = {
  GreaterThanThreshold: "above",
  GreaterThanOrEqualToThreshold: "at least",
  LessThanThreshold: "below",
  LessThanOrEqualToThreshold: "at most",
};

/** The sentences of the tables name their own values, so a retuned alarm gets one that is made of its values. */
function conditionOf(definition: AlarmDefinition): string {
  const { comparison, threshold, datapointsToAlarm, evaluationPeriods, periodSeconds } = definition;
  const limit = `${comparisons[comparison]} ${threshold.value}`;
  return `${nameOf(definition.signal)} was ${limit} in ${datapointsToAlarm} of ${evaluationPeriods} periods of ${periodSeconds} s`;
}

function nameOf(signal: Signal): string {
  return signal.kind === "maths" ? signal.label : `${signal.statistic} of ${signal.metric.name}`;
}
