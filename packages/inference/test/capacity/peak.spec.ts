import fc from "fast-check";
import { initialInstances, instanceRangeProblems, judgePeak, type Load } from "../../src";
import { instancesForPeak } from "../../src/capacity/peak";

const loads = fc.record({
  expectedPeakRps: fc.double({ min: 0.1, max: 2_000, noNaN: true }),
  throughput: fc.record({
    rps: fc.double({ min: 0.5, max: 500, noNaN: true }),
    calibrated: fc.boolean(),
  }),
  safetyFactor: fc.double({ min: 0.1, max: 1, noNaN: true }),
});
const ranges = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 50 }))
  .map(([min, more]) => ({ min, max: min + more }));

const load = (changes: Partial<Load> = {}): Load => ({
  expectedPeakRps: 40,
  throughput: { rps: 10, calibrated: true },
  safetyFactor: 0.5,
  ...changes,
});

describe("instancesForPeak", () => {
  it("is the fewest that carry the peak", () => {
    fc.assert(
      fc.property(loads, (given) => {
        const each = given.throughput.rps * given.safetyFactor;
        const needed = instancesForPeak(given);
        expect(needed * each).toBeGreaterThanOrEqual(given.expectedPeakRps * 0.999_999);
        if (needed > 1) expect((needed - 1) * each).toBeLessThan(given.expectedPeakRps);
      }),
    );
  });

  it("is 8 for 40 requests/s, of which an instance carries 10 and is to run at half", () => {
    expect(instancesForPeak(load())).toBe(8);
  });
});

describe("initialInstances", () => {
  it("is within the range, and what the peak needs wherever the range has it", () => {
    fc.assert(
      fc.property(ranges, loads, (range, given) => {
        const initial = initialInstances(range, given);
        expect(initial).toBeGreaterThanOrEqual(range.min);
        expect(initial).toBeLessThanOrEqual(range.max);
        const needed = instancesForPeak(given);
        if (needed >= range.min && needed <= range.max) expect(initial).toBe(needed);
      }),
    );
  });
});

describe("judgePeak", () => {
  it("refuses on measured numbers, and says how many instances would do", () => {
    expect(judgePeak({ min: 2, max: 7 }, load())).toEqual({
      kind: "short",
      refuses: true,
      text: "instances.max 7 is too few for expectedPeakRps 40, which needs 8 instances: 10 requests/s measured for an instance, each loaded to 50 % of it",
    });
    expect(judgePeak({ min: 2, max: 8 }, load())).toEqual({ kind: "carried" });
  });

  it("only warns on assumed ones, and says how many instances would do", () => {
    const verdict = judgePeak(
      { min: 2, max: 7 },
      load({ throughput: { rps: 10, calibrated: false } }),
    );
    expect(verdict).toMatchObject({
      refuses: false,
      text: expect.stringMatching(
        /needs 8 instances: 10 requests\/s assumed.*calibration has no row/,
      ),
    });
  });
});

describe("instanceRangeProblems", () => {
  it("wants two where availability is promised, whole numbers, and no less at most than at least", () => {
    const problems = (min: number, max: number, highAvailability = true) =>
      instanceRangeProblems({ min, max }, highAvailability);
    expect(problems(2, 2)).toEqual([]);
    expect(problems(1, 1, false)).toEqual([]);
    expect(problems(1, 4)).toEqual([
      "instances.min must be a whole number of at least 2, got 1, or declare highAvailability false",
    ]);
    expect(problems(0, 4, false)).toEqual([
      "instances.min must be a whole number of at least 1, got 0",
    ]);
    expect(problems(2.5, 4)).toHaveLength(1);
    expect(problems(3, 2)).toEqual([
      "instances.max must be a whole number of at least instances.min 3, got 2",
    ]);
  });
});
