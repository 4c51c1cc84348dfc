import fc from "fast-check";
import { burstWarning, planConcurrency } from "../src/concurrency";

const target = { name: "one", kind: "realTime", capacity: "ml.m5.xlarge" } as const;
const row = (p99Ms: number, changes: object = {}) => ({
  ...{ target: "ml.m5.xlarge", rps: 1, p50Ms: 1, p99Ms },
  ...{ date: "2026-11-01", on: "aws" as const },
  ...changes,
});
const plan = (changes: Partial<Parameters<typeof planConcurrency>[0]> = {}) =>
  planConcurrency({
    expectedPeakRps: 100,
    targets: [target],
    calibration: [],
    accountConcurrency: 1000,
    ...changes,
  });

describe("planConcurrency", () => {
  it("is rate × latency × 1.3, rounded up, and leaves AWS its hundred", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 3000 }),
        (rps, p99) => {
          const { reserved, problems } = plan({ expectedPeakRps: rps, calibration: [row(p99)] });
          const wanted = Math.ceil(((rps * p99) / 1000) * 1.3);
          expect(reserved).toBe(Math.min(wanted, 900));
          expect(problems).toHaveLength(wanted > 900 ? 1 : 0);
        },
      ),
    );
  });

  it("takes the latest row that was measured on AWS, of the slowest target", () => {
    const calibration = [
      row(900, { date: "2026-01-01" }),
      row(100),
      row(5_000, { on: "local", date: "2026-11-20" }),
      row(300, { target: "serverless-2048" }),
    ];
    expect(plan({ calibration }).reserved).toBe(13);
    const serverless = { name: "two", kind: "serverless", capacity: "serverless-2048" } as const;
    expect(plan({ calibration, targets: [target, serverless] }).reserved).toBe(39);
  });

  it("assumes where nothing was measured, says so, and refuses nothing then", () => {
    const assumed = plan({ expectedPeakRps: 5000 });
    expect(assumed).toMatchObject({ reserved: 900, problems: [] });
    expect(assumed.warnings).toEqual([
      expect.stringMatching(/was never measured, 500 ms is assumed/),
      expect.stringMatching(/^3250 requests at once are above the 900/),
    ]);
  });

  it("refuses a rate that is none", () => {
    for (const expectedPeakRps of [0, -1, Number.NaN]) {
      expect(plan({ expectedPeakRps }).problems).toEqual([
        `expectedPeakRps is ${expectedPeakRps}, it must be above 0`,
      ]);
    }
  });
});

describe("burstWarning", () => {
  it("warns exactly where the burst is above what is reserved", () => {
    expect(burstWarning(10, 10)).toBeUndefined();
    expect(burstWarning(11, 10)).toMatch(/^a burst of 11 requests at once/);
  });
});
