import type { MetricDescription } from "@pictor/contracts";
import { type EmittedValue, metricsOfAlarm, replay } from "@pictor/testing";
import { build, capacity, predict, realTime } from "./watched";

const stack = build((monitoring) =>
  monitoring.watchCapacity("Capacity", capacity).watchFunction("Predict", {
    ...predict,
    firstTargetExists: capacity.metrics.onInstances,
  }),
);
const alarms = stack.resources("aws_cloudwatch_metric_alarm");
const { metrics } = capacity;
const routing = predict.routing as NonNullable<typeof predict.routing>;

/** Values of a metric, one a minute; none where the value is undefined. */
const values = (
  { namespace, name, dimensions }: MetricDescription,
  ...minutes: readonly (number | undefined)[]
): EmittedValue[] =>
  minutes.flatMap((value, minute) =>
    value === undefined ? [] : [{ namespace, name, dimensions, value, at: minute * 60 + 5 }],
  );
const minutes = 30;
const always = (metric: MetricDescription, value: number | undefined) =>
  values(metric, ...Array(minutes).fill(value));

/** What a controller publishes that has nothing to complain about, but for what is given. */
const wellBut = (metric?: MetricDescription, ...given: readonly (number | undefined)[]) =>
  [
    [metrics.heartbeat, 1] as const,
    [metrics.onInstances, 0] as const,
    [metrics.rejectedGeneration, 0] as const,
    [metrics.creationFailed, 0] as const,
    [metrics.stuckState, 0] as const,
    [metrics.pinnedHours, 0] as const,
  ].flatMap(([other, value]) =>
    other.name === metric?.name
      ? values(other, ...given, ...Array(Math.max(0, minutes - given.length)).fill(value))
      : always(other, value),
  );

/** Names of the alarms that ring at the end of a minute, the first of which is 1. */
const ringing = (emitted: readonly EmittedValue[], minute: number): string[] =>
  alarms
    .filter((alarm) => replay(alarm, emitted, minutes * 60)[minute - 1] === "ALARM")
    .map(({ alarm_name }) => String(alarm_name).replace("pictor-test-", ""));

const times = <Value>(count: number, value: Value): Value[] => Array(count).fill(value);

describe("the alarms of a capacity controller", () => {
  it("are silent while it has nothing to complain about, on instances and on serverless", () => {
    expect(ringing(wellBut(), minutes)).toEqual([]);
    expect(ringing(wellBut(metrics.onInstances, ...times(minutes, 1)), minutes)).toEqual([]);
  });

  it.each<[string, MetricDescription, number | undefined, number]>([
    // CloudWatch looks two periods further back before it fills in what is missing.
    ["capacity-no-heartbeat", metrics.heartbeat, undefined, 5 + 2],
    ["capacity-rejected", metrics.rejectedGeneration, 1, 1],
    ["capacity-creation-failed", metrics.creationFailed, 1, 1],
    ["capacity-stuck", metrics.stuckState, 1, 15],
    ["capacity-long-pin", metrics.pinnedHours, 24.02, 1],
  ])("%s rings in time, alone, and is over when its cause is", (name, metric, value, after) => {
    const healthy = times(4, metric.name === metrics.heartbeat.name ? 1 : 0);
    const emitted = wellBut(metric, ...healthy, ...times(after + 2, value));
    expect(ringing(emitted, 4 + after - 1)).toEqual([]);
    expect(ringing(emitted, 4 + after)).toEqual([name]);
    expect(ringing(emitted, minutes)).toEqual([]);
  });

  it("bear a tick that is lost: some silent minutes wake nobody, a state that lasts stays told", () => {
    expect(ringing(wellBut(metrics.heartbeat, 1, ...times(4, undefined), 1), 5)).toEqual([]);
    const rejected = wellBut(metrics.rejectedGeneration, 1, 1, undefined, undefined, undefined, 1);
    expect([3, 4, 5].map((minute) => ringing(rejected, minute))).toEqual(
      times(3, "capacity-rejected").map((name) => [name]),
    );
  });

  it("take an update of SageMaker's that ends by itself for no trouble", () => {
    expect(ringing(wellBut(metrics.stuckState, ...times(14, 1), 0), 14)).toEqual([]);
  });

  it("let a pin of a day pass", () => {
    expect(ringing(wellBut(metrics.pinnedHours, ...times(minutes, 24)), minutes)).toEqual([]);
  });

  it("read only what the controller publishes", () => {
    const published = Object.values(metrics).map(({ name }) => name);
    const read = alarms
      .filter(({ alarm_name }) => String(alarm_name).includes("-capacity-"))
      .flatMap(metricsOfAlarm);
    expect(read).toHaveLength(5);
    expect(read.filter(({ name }) => !published.includes(name))).toEqual([]);
  });
});

describe("a first target that comes and goes", () => {
  const busy = (exists: number | undefined, fallbacks: number, breakerOpen: number) => [
    ...wellBut(metrics.onInstances, ...times(minutes, exists)),
    ...always(routing.fallbacks, fallbacks),
    ...Object.values(routing.targets).flatMap((target, index) =>
      always(target.breakerOpen, index === 0 ? breakerOpen : 0),
    ),
  ];

  it("raises nothing while it does not exist: that another one answers is what is wanted", () => {
    expect(ringing(busy(0, 1, 1), minutes)).toEqual([]);
  });

  it("raises what it always did while it exists", () => {
    expect(ringing(busy(1, 0.06, 1), minutes)).toEqual(["predict-breaker1", "predict-fallbacks"]);
    expect(ringing(busy(1, 0.04, 0), minutes)).toEqual([]);
  });

  it("does not hide an open breaker of the second one", () => {
    const second = Object.values(routing.targets).at(-1);
    const emitted = [...busy(0, 0, 0), ...(second ? always(second.breakerOpen, 1) : [])];
    expect(ringing(emitted, minutes)).toEqual(["predict-breaker2"]);
  });
});

describe("an endpoint that comes and goes", () => {
  const rung = (comesAndGoes: boolean) => {
    const out = build((monitoring) =>
      monitoring.watchEndpoint("RealTime", { ...realTime, comesAndGoes } as typeof realTime),
    );
    const hosts = out
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ namespace }) => namespace === "/aws/sagemaker/Endpoints");
    // Everything at its limit and a single instance for a quarter of an hour, and then nothing.
    const emitted = hosts
      .flatMap(metricsOfAlarm)
      .flatMap((metric) =>
        times(15, 400).map((value, minute) => ({ ...metric, value, at: minute * 60 })),
      );
    const unique = [...new Map(emitted.map((one) => [JSON.stringify(one), one])).values()];
    return hosts.map((alarm) => {
      const states = replay(alarm, unique, 60 * 60);
      const byPeriod = states.length === 60 ? 15 : 3;
      return [String(alarm.alarm_name), states[byPeriod - 1], states.at(-1)] as const;
    });
  };

  it("raises its hosts' alarms while it exists, and none once it is deleted", () => {
    const alarms = rung(true);
    expect(alarms.map(([name]) => name)).toHaveLength(4);
    expect(alarms.map(([, existing, deleted]) => [existing, deleted])).toEqual(
      times(4, ["ALARM", "OK"]),
    );
  });

  it("does not take a gap of a host that always exists for its recovery", () => {
    expect(rung(false).map(([, , later]) => later)).toEqual(times(4, "ALARM"));
  });
});
