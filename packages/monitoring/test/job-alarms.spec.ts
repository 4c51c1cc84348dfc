import type { MetricDescription } from "@pictor/contracts";
import { type EmittedValue, metricsOfAlarm, replay } from "@pictor/testing";
import { batch, build, training } from "./watched";

const stack = build((monitoring) =>
  monitoring.watchBatch("Batch", batch).watchTraining("Training", training),
);
const alarms = stack.resources("aws_cloudwatch_metric_alarm");
const hour = 3600;

const published = (
  { namespace, name, dimensions }: MetricDescription,
  ...seconds: readonly number[]
): EmittedValue[] => seconds.map((at) => ({ namespace, name, dimensions, value: 1, at }));

/** States of the alarms that rang within an hour: in which five minutes, and how it ended. */
const rung = (emitted: readonly EmittedValue[]) =>
  alarms.flatMap((alarm) => {
    const states = replay(alarm, emitted, hour);
    const first = states.indexOf("ALARM");
    return first < 0
      ? []
      : [[String(alarm.alarm_name).replace("pictor-test-", ""), first, states.at(-1)]];
  });

describe("the alarms of jobs", () => {
  it("are silent while nothing runs", () => {
    expect(rung([])).toEqual([]);
  });

  it.each([
    ["batch", batch],
    ["training", training],
  ])(
    "of %s ring by the first run that does not end well, alone, and are over after it",
    (name, its) => {
      const { failed, timedOut, aborted } = its.metrics;
      expect(rung(published(failed, 610))).toEqual([[`${name}-failed`, 2, "OK"]]);
      expect(rung(published(timedOut, 610))).toEqual([[`${name}-timed-out`, 2, "OK"]]);
      expect(rung(published(aborted, 610))).toEqual([[`${name}-aborted`, 2, "OK"]]);
    },
  );

  it("bear throttling that is over soon, and tell of what goes on", () => {
    const { throttled } = batch.metrics;
    expect(rung(published(throttled, 610, 640, 700))).toEqual([]);
    expect(rung(published(throttled, 610, 1210))).toEqual([["batch-throttled", 4, "OK"]]);
  });

  it("wake nobody: they are one symptom, which notifies", () => {
    expect(alarms).toHaveLength(8);
    for (const { tags } of alarms) expect(tags).toEqual({ Severity: "warning", Symptom: "jobs" });
    const composite = stack.single("aws_cloudwatch_composite_alarm");
    expect(composite.alarm_name).toBe("pictor-test-symptom-jobs");
    expect(composite.alarm_rule).toContain("Batch");
    expect(String(composite.alarm_actions)).toContain("NotifyTopic");
  });

  it("read AWS's metrics of executions, by the one dimension that they have", () => {
    const read = alarms.flatMap(metricsOfAlarm);
    expect(new Set(read.map(({ namespace }) => namespace))).toEqual(new Set(["AWS/States"]));
    expect(new Set(read.flatMap(({ dimensions }) => Object.keys(dimensions)))).toEqual(
      new Set(["StateMachineArn"]),
    );
  });
});
