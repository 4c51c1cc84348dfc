import * as fc from "fast-check";
import type { Signal } from "../src/alarm-definition";
import { apiAlarms } from "../src/api-alarms";
import { capacityAlarms } from "../src/capacity-alarms";
import { endpointAlarms } from "../src/endpoint-alarms";
import { functionAlarms } from "../src/function-alarms";
import { jobAlarms } from "../src/job-alarms";
import { latencyLimit } from "../src/latency-limit";
import { rejectedPackets, throttledRequests, workerDeaths } from "../src/log-metric";
import { networkAlarms } from "../src/network-alarms";
import { api, batch, capacity, predict, realTime, serverless } from "./watched";

const throttled = throttledRequests("Pictor/n", "Api", "/access").metric;
const deaths = workerDeaths("Pictor/n", "RealTime", "/log").metric;
const rejected = rejectedPackets("Pictor/n", "Network", "/flow").metric;
const all = [
  ...apiAlarms(api, throttled),
  ...functionAlarms(predict),
  ...endpointAlarms(realTime, deaths),
  ...endpointAlarms(serverless, deaths),
  ...capacityAlarms(capacity),
  ...jobAlarms(batch, "A batch run"),
  ...networkAlarms(rejected),
];
const endpointAlarm = (id: string, changes: object = {}) =>
  endpointAlarms({ ...realTime, ...changes } as typeof realTime, deaths).find(
    (one) => one.id === id,
  );

const metricsIn = (signal: Signal) =>
  signal.kind === "metric" ? [signal] : Object.values(signal.metrics);

describe("every alarm", () => {
  it.each(all.map((definition, index) => [definition.id, definition, index] as const))(
    "%s can go off: M of N, in a window that CloudWatch allows, with a reason for its threshold",
    (_, definition) => {
      const { datapointsToAlarm, evaluationPeriods, periodSeconds, threshold, happened } =
        definition;
      expect(datapointsToAlarm).toBeGreaterThanOrEqual(1);
      expect(datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
      expect(evaluationPeriods * periodSeconds).toBeLessThanOrEqual(86_400);
      expect(Number.isFinite(threshold.value)).toBe(true);
      expect(threshold.reason.length).toBeGreaterThan(15);
      expect(happened).toMatch(/^[A-Z].*[^.]$/);
    },
  );

  it("uses percentiles only of metrics that have them: SageMaker publishes none of its overhead", () => {
    const overhead = all.flatMap(({ signal }) =>
      metricsIn(signal).filter(({ metric }) => metric.name === "OverheadLatency"),
    );
    expect(overhead.map(({ statistic }) => statistic)).toEqual(["Average"]);
  });

  it("compares shares with shares: the average of an error metric is between 0 and 1", () => {
    const shares = all.filter(
      ({ signal }) =>
        signal.kind === "metric" &&
        signal.statistic === "Average" &&
        /Error/.test(signal.metric.name),
    );
    expect(shares.length).toBeGreaterThan(5);
    for (const { threshold } of shares) {
      expect(threshold.value).toBeGreaterThan(0);
      expect(threshold.value).toBeLessThan(1);
    }
  });

  it("treats silence as health, but where callers or ticks are expected and where a state lasts", () => {
    const others = all
      .filter(({ missingData }) => missingData !== "notBreaching")
      .map(({ id, missingData }) => [id, missingData]);
    expect(others).toEqual([
      ["FewRequests", "breaching"],
      ["Cpu", "ignore"],
      ["Disk", "ignore"],
      ["FewInstances", "ignore"],
      ["Memory", "ignore"],
      ["Memory", "ignore"],
      ["NoHeartbeat", "breaching"],
      ["Rejected", "ignore"],
      ["CreationFailed", "ignore"],
      ["Stuck", "ignore"],
      ["LongPin", "ignore"],
    ]);
  });
});

describe("the alarms of an endpoint", () => {
  it("compare SageMaker's microseconds with microseconds", () => {
    expect(endpointAlarm("ModelLatency")?.threshold.value).toBe(2 * 110 * 1000);
    const slow = endpointAlarms(serverless).find(({ id }) => id === "ModelLatency");
    expect(slow?.threshold.value).toBe(13_000_000);
  });

  it("know that a processor counts 100 % and four count 400", () => {
    expect(endpointAlarm("Cpu")?.threshold.value).toBe(360);
    expect(endpointAlarm("Cpu", { vcpus: 2 })?.threshold.value).toBe(180);
  });

  it("wake nobody where another target answers", () => {
    expect(endpointAlarm("ServerErrors")?.severity).toBe("warning");
    expect(endpointAlarm("ServerErrors", { redundant: false })?.severity).toBe("critical");
  });

  it("watch the number of instances only where it can be too low or can grow no more", () => {
    const ids = (min: number, max: number) =>
      endpointAlarms({ ...realTime, instances: { min, max } } as typeof realTime)
        .map(({ id }) => id)
        .filter((id) => id.endsWith("Instances"));
    expect(ids(1, 1)).toEqual([]);
    expect(ids(1, 3)).toEqual(["AllInstances"]);
    expect(ids(2, 2)).toEqual(["FewInstances"]);
    expect(ids(2, 4)).toEqual(["FewInstances", "AllInstances"]);
  });

  it("count instances that are too few by their samples of CPU, which there are at night, too", () => {
    const alarms = endpointAlarms({
      ...realTime,
      instances: { min: 2, max: 4 },
    } as typeof realTime);
    const few = alarms.find(({ id }) => id === "FewInstances");
    expect(few).toMatchObject({
      signal: { kind: "metric", statistic: "SampleCount", metric: { name: "CPUUtilization" } },
      comparison: "LessThanThreshold",
      threshold: { value: 2 },
      periodSeconds: 60,
      missingData: "ignore",
    });
  });

  it("do not ask a serverless endpoint for metrics that it has not", () => {
    const names = endpointAlarms(serverless).flatMap(({ signal }) =>
      metricsIn(signal).map(({ metric }) => metric.name),
    );
    expect(names).not.toContain("InvocationModelErrors");
    expect(names).not.toContain("CPUUtilization");
    expect(names).toContain("ModelSetupTime");
  });
});

describe("latencyLimit", () => {
  const row = fc.record({
    target: fc.constantFrom("ml.m5.large", "ml.m5.xlarge"),
    rps: fc.constant(1),
    p50Ms: fc.constant(1),
    p99Ms: fc.integer({ min: 1, max: 3000 }),
    date: fc.constantFrom("2026-01-01", "2026-06-01", "2026-11-01"),
    on: fc.constantFrom("aws" as const, "local" as const),
  });

  it("takes the newest row of the target that was measured on AWS, and no other", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const limit = latencyLimit(rows, "ml.m5.large", 3000);
        const usable = rows.filter(({ on, target }) => on === "aws" && target === "ml.m5.large");
        const newest = usable
          .map(({ date }) => date)
          .sort()
          .at(-1);
        expect(limit.calibrated).toBe(usable.length > 0);
        expect(
          usable.length === 0
            ? [1500]
            : usable.filter(({ date }) => date === newest).map(({ p99Ms }) => 2 * p99Ms),
        ).toContain(limit.milliseconds);
      }),
    );
  });
});
