import type { Synthesised } from "@pictor/testing";
import type { AlarmChanges, MonitoringProps } from "../src";
import { build, watchAll } from "./watched";

const alarms = (out: Synthesised) => out.resources("aws_cloudwatch_metric_alarm");
const named = (out: Synthesised, name: string) =>
  alarms(out).find(({ alarm_name }) => alarm_name === `pictor-test-${name}`);

const problemsOf = (props: Partial<MonitoringProps>): string[] => {
  const problems: string[] = [];
  build((monitoring) => {
    watchAll(monitoring);
    problems.push(...monitoring.node.validate());
  }, props);
  return problems;
};

describe("an alarm that is off", () => {
  const off = build(watchAll, {
    alarms: { PredictErrors: { kind: "off", reason: "counted elsewhere" } },
  });

  it("is nowhere: no alarm, not in its symptom's rule, not on the dashboard", () => {
    expect(named(off, "predict-errors")).toBeUndefined();
    expect(off.text()).not.toMatch(/PredictErrors/);
    expect(alarms(off)).toHaveLength(alarms(build(watchAll)).length - 1);
  });

  it("leaves no symptom behind that has no alarm", () => {
    const security: AlarmChanges = Object.fromEntries(
      ["ApiBlocked", "NetworkRejected"].map((id) => [id, { kind: "off", reason: "r" } as const]),
    );
    const names = build(watchAll, { alarms: security })
      .resources("aws_cloudwatch_composite_alarm")
      .map(({ alarm_name }) => alarm_name);
    expect(names).not.toContain("pictor-test-symptom-security");
    expect(names).toContain("pictor-test-symptom-availability");
  });
});

describe("a retuned alarm", () => {
  const retuned = build(watchAll, {
    alarms: {
      PredictDuration: {
        kind: "retuned",
        reason: "our SLO",
        threshold: 42,
        evaluationPeriods: 7,
        datapointsToAlarm: 2,
        severity: "critical",
      },
    },
  });

  it("goes off at the values that are given, and its description names them and the reason", () => {
    expect(named(retuned, "predict-duration")).toMatchObject({
      threshold: 42,
      evaluation_periods: 7,
      datapoints_to_alarm: 2,
      alarm_description:
        "p99 of Duration was at least 42 in 2 of 7 periods of 60 s (threshold: our SLO). What to do: runbook, section 'function-duration'",
      tags: { Severity: "critical", Symptom: "latency" },
    });
  });

  it("makes its symptom page, where it became critical", () => {
    const latency = retuned
      .resources("aws_cloudwatch_composite_alarm")
      .find(({ alarm_name }) => alarm_name === "pictor-test-symptom-latency");
    expect(latency?.alarm_rule).toContain("PredictDuration");
    const usual = build(watchAll)
      .resources("aws_cloudwatch_composite_alarm")
      .find(({ alarm_name }) => alarm_name === "pictor-test-symptom-latency");
    expect(usual?.alarm_rule).not.toContain("PredictDuration");
  });

  it("keeps everything else of every alarm", () => {
    const usual = new Map(alarms(build(watchAll)).map((alarm) => [alarm.alarm_name, alarm]));
    for (const alarm of alarms(retuned)) {
      if (alarm.alarm_name === "pictor-test-predict-duration") continue;
      expect(alarm).toEqual(usual.get(alarm.alarm_name));
    }
  });
});

describe("changes of alarms that cannot be", () => {
  it.each<[string, AlarmChanges, RegExp]>([
    [
      "an unknown alarm",
      { PredictDurations: { kind: "off", reason: "r" } },
      /alarms names 'PredictDurations', which is no alarm here; there are: .*PredictDuration,/,
    ],
    [
      "no reason",
      { PredictDuration: { kind: "off", reason: " " } },
      /^alarms\.PredictDuration: reason must not be empty/,
    ],
    [
      "no number",
      { PredictDuration: { kind: "retuned", reason: "r", threshold: Number.NaN } },
      /threshold must be a number, got NaN/,
    ],
    [
      "more data points than periods",
      { PredictDuration: { kind: "retuned", reason: "r", datapointsToAlarm: 9 } },
      /datapointsToAlarm must be a whole number of 1 to evaluationPeriods 5, got 9/,
    ],
    [
      "more than a day",
      { PredictDuration: { kind: "retuned", reason: "r", evaluationPeriods: 1441 } },
      /evaluationPeriods must be a whole number of 1 to 1440, got 1441/,
    ],
  ])("are refused: %s", (_, changes, problem) => {
    expect(problemsOf({ alarms: changes })).toEqual([expect.stringMatching(problem)]);
  });
});
