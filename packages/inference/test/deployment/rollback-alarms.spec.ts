import { limits } from "@pictor/contracts";
import { replay } from "@pictor/testing";
import { Token } from "cdktf";
import { endpointMetrics, RollbackAlarms } from "../../src";
import { build, realTime } from "../built";

const { out } = realTime();
const dimensions = { EndpointName: "pictor-test-endpoint", VariantName: "AllTraffic" };

/** Values of ten calls in a minute, of which this share failed. */
const failing = (share: number) =>
  Array.from({ length: 10 }, (_, call) => Number(call < share * 10));

/** States of the alarm on a metric after each of three minutes, given the values of each minute's calls. */
function states(name: string, ...minutes: readonly (readonly number[])[]): readonly string[] {
  const alarm = out
    .resources("aws_cloudwatch_metric_alarm")
    .find(({ metric_name }) => metric_name === name);
  const emitted = minutes.flatMap((values, minute) =>
    values.map((value) => ({
      namespace: "AWS/SageMaker",
      name,
      dimensions,
      value,
      at: minute * 60,
    })),
  );
  return replay(alarm ?? {}, emitted, 180);
}

describe("a release that is being deployed", () => {
  const calm = ["OK", "OK", "OK"];
  const timeoutMicroseconds = limits.timeoutMs.realTime * 1_000;

  it("is taken back after two bad minutes, not after one", () => {
    expect(states("Invocation5XXErrors", failing(0), failing(0.1), failing(0.1))).toEqual([
      "OK",
      "OK",
      "ALARM",
    ]);
    expect(states("Invocation5XXErrors", failing(0.1), failing(0), failing(0.1))).toEqual(calm);
  });

  it("is left alone while nobody calls", () => {
    for (const name of ["Invocation5XXErrors", "InvocationModelErrors", "ModelLatency"]) {
      expect(states(name)).toEqual(calm);
    }
  });

  it("is not taken back by callers who send some pictures that are none", () => {
    const always = (share: number) =>
      states("InvocationModelErrors", ...Array(3).fill(failing(share)));
    expect(always(0.5)).toEqual(calm);
    expect(always(0.6)).toEqual(["OK", "ALARM", "ALARM"]);
  });

  it("is taken back where its slowest calls take more than half of what a call may: in microseconds", () => {
    const always = (slowest: number) =>
      states("ModelLatency", ...Array(3).fill([...Array(9).fill(50_000), slowest]));
    expect(always(timeoutMicroseconds * 0.49)).toEqual(calm);
    expect(always(timeoutMicroseconds * 0.51)).toEqual(["OK", "ALARM", "ALARM"]);
  });
});

describe("the time-out of which a threshold is calculated", () => {
  const problems = (timeoutMs: number): string[] =>
    build(
      (stack) =>
        new RollbackAlarms(stack, "Alarms", {
          target: { name: "pictor-test-endpoint", timeoutMs },
          metrics: endpointMetrics("realTime", "pictor-test-endpoint"),
        }),
    ).endpoint.node.validate();

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is not %d", (timeoutMs) => {
    expect(problems(timeoutMs)).toEqual([
      `target.timeoutMs must be milliseconds above 0, got ${timeoutMs}`,
    ]);
  });

  it("is a literal", () => {
    expect(problems(3_000)).toEqual([]);
    expect(problems(Token.asNumber({ resolve: () => 1 }))).toEqual([
      "target.timeoutMs must be a literal, got a token: a threshold is calculated from it",
    ]);
  });
});
