import * as fc from "fast-check";
import { type AlarmRule, alarmState, evaluateMaths, metricKey, replay, type Series } from "../src";

const rule = (m: number, n: number, missingData: AlarmRule["missingData"]): AlarmRule => ({
  comparison: "GreaterThanThreshold",
  threshold: 0.5,
  datapointsToAlarm: m,
  evaluationPeriods: n,
  missingData,
});

/** CloudWatch's own notation: X breaches, 0 does not, - is missing. */
const series = (text: string): Series =>
  text.split(" ").map((mark) => (mark === "-" ? undefined : Number(mark === "X")));
const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;

describe("replay of an alarm on a percentile", () => {
  const alarm = {
    namespace: "n",
    metric_name: "m",
    extended_statistic: "p90",
    period: 60,
    evaluation_periods: 2,
    comparison_operator: "GreaterThanThreshold",
    threshold: 0.5,
    treat_missing_data: "notBreaching",
  };
  const slow = (aMinute: number) =>
    [0, 60].flatMap((at) =>
      Array.from({ length: aMinute }, () => ({
        namespace: "n",
        name: "m",
        dimensions: {},
        value: 1,
        at,
      })),
    );

  it.each([
    [undefined, 1, "ALARM"],
    ["evaluate", 1, "ALARM"],
    ["ignore", 1, "OK"],
    ["ignore", 49, "OK"],
    ["ignore", 50, "ALARM"],
  ])(
    "told to %s few values, with %i a minute ends %s: 100 are enough for a p90",
    (few, aMinute, state) => {
      const told = { ...alarm, evaluate_low_sample_count_percentiles: few };
      expect(replay(told, slow(aMinute), 120).at(-1)).toBe(state);
    },
  );
});

describe("alarmState", () => {
  // The tables of CloudWatch's documentation; "=" keeps the state.
  it.each([
    [3, 3, "0 - X - X", ["OK", "OK", "OK", "OK"]],
    [3, 3, "- - - - 0", ["OK", "OK", "OK", "OK"]],
    [3, 3, "- - - - -", ["INSUFFICIENT_DATA", "=", "ALARM", "OK"]],
    [3, 3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [3, 3, "- - X - -", ["ALARM", "=", "ALARM", "OK"]],
    [2, 3, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [2, 3, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [2, 3, "0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    [2, 3, "- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    [2, 3, "- - - X -", ["ALARM", "=", "ALARM", "OK"]],
  ] as const)("%i of %i: %s, as CloudWatch documents it", (m, n, text, expected) => {
    for (const before of ["OK", "ALARM"] as const) {
      const states = treatments.map((one) => alarmState(series(text), rule(m, n, one), before));
      expect(states).toEqual(expected.map((state) => (state === "=" ? before : state)));
    }
  });

  const points = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 20 });
  const window = fc
    .integer({ min: 1, max: 6 })
    .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));

  it("is, where nothing is missing, whether M of the last N are beyond the threshold", () => {
    fc.assert(
      fc.property(points, window, fc.constantFrom(...treatments), (values, [m, n], missing) => {
        fc.pre(values.length >= n);
        const bad = values.slice(-n).filter((value) => value === 1).length;
        expect(alarmState(values, rule(m, n, missing), "OK")).toBe(bad >= m ? "ALARM" : "OK");
      }),
    );
  });

  it("never goes off by a gap that is said to be well, and always by one that is said to be bad", () => {
    fc.assert(
      fc.property(fc.array(fc.constant(undefined), { maxLength: 9 }), window, (none, [m, n]) => {
        expect(alarmState(none, rule(m, n, "notBreaching"), "ALARM")).toBe("OK");
        expect(alarmState(none, rule(m, n, "breaching"), "OK")).toBe("ALARM");
      }),
    );
  });

  it("goes off no sooner when a point gets better", () => {
    fc.assert(
      fc.property(points, window, fc.nat(19), (values, [m, n], at) => {
        const better = values.map((value, index) => (index === at ? 0 : value));
        const one = rule(m, n, "notBreaching");
        if (alarmState(better, one, "OK") === "ALARM") {
          expect(alarmState(values, one, "OK")).toBe("ALARM");
        }
      }),
    );
  });
});

describe("evaluateMaths", () => {
  const number = fc.integer({ min: -50, max: 50 });

  it("reckons as arithmetic does: multiplication first, from left to right, brackets inside", () => {
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 50 }), (a, b, c) => {
        const of = (expression: string) => evaluateMaths(expression, { a: [a], b: [b], c: [c] })[0];
        expect(of("a + b * c")).toBeCloseTo(a + b * c);
        expect(of("(a + b) * c")).toBeCloseTo((a + b) * c);
        expect(of("a - b - c")).toBeCloseTo(a - b - c);
        expect(of("100 * (1 - a / c)")).toBeCloseTo(100 * (1 - a / c));
      }),
    );
  });

  it("has no point where an operand has none or is divided by nothing, unless it is filled", () => {
    const m = { a: [1, undefined, 3], b: [2, 2, 0] };
    expect(evaluateMaths("a / b", m)).toEqual([0.5, undefined, undefined]);
    expect(evaluateMaths("FILL(a, 0) / b", m)).toEqual([0.5, 0, undefined]);
    expect(evaluateMaths("RUNNING_SUM(FILL(a, 0)) / SUM(b)", m)).toEqual([0.25, 0.25, 1]);
  });

  it.each(["a +", "a b", "MEDIAN(a)", "c", "a # b"])("refuses '%s'", (expression) => {
    expect(() => evaluateMaths(expression, { a: [1], b: [1] })).toThrow(expression);
  });
});

describe("replay", () => {
  const alarm = {
    namespace: "N",
    metric_name: "M",
    dimensions: { A: "a", B: "b" },
    statistic: "Average",
    period: 60,
    comparison_operator: "GreaterThanThreshold",
    threshold: 0.05,
    datapoints_to_alarm: 3,
    evaluation_periods: 3,
    treat_missing_data: "notBreaching",
  };
  const at = (minute: number, value: number, dimensions: Record<string, string>) => ({
    namespace: "N",
    name: "M",
    dimensions,
    value,
    at: 60 * minute,
  });

  it("sees the metric of exactly its dimensions, in any order, and goes off and back by periods", () => {
    const bad = [0, 1, 2].map((minute) => at(minute, 1, { B: "b", A: "a" }));
    expect(replay(alarm, bad, 360)).toEqual(["OK", "OK", "ALARM", "ALARM", "ALARM", "OK"]);
    const others = bad.map((one) => ({ ...one, dimensions: { A: "a" } }));
    expect(new Set(replay(alarm, others, 360))).toEqual(new Set(["OK"]));
  });

  it("averages a period's values", () => {
    const mixed = [0, 1, 2].flatMap((minute) =>
      Array.from({ length: 20 }, (_, i) => at(minute, Number(i === 0), { A: "a", B: "b" })),
    );
    expect(replay(alarm, mixed, 180)).toEqual(["OK", "OK", "OK"]);
    expect(replay({ ...alarm, threshold: 0.04 }, mixed, 180).at(-1)).toBe("ALARM");
  });

  it("knows metrics apart by namespace, name and dimensions only", () => {
    const one = { namespace: "N", name: "M", dimensions: { A: "a", B: "b" } };
    expect(metricKey({ ...one, dimensions: { B: "b", A: "a" } })).toBe(metricKey(one));
    expect(metricKey({ ...one, dimensions: { A: "b", B: "a" } })).not.toBe(metricKey(one));
  });
});
