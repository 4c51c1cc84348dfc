import fc from "fast-check";
import {
  breakEven,
  capacity,
  crossings,
  type Mode,
  type ModeCost,
  modeCost,
  trafficOf,
  usdAt,
} from "../../src";

const release = { format: "int8", calibration: [] } as const;
const traffic = trafficOf({ requestsPerMonth: 0, imageBytes: 0, answerBytes: 0, latencyMs: 200 });
const conditions = { region: "us-east-1", release, traffic, on: "2026-11-28" };

function costOf(mode: Mode): ModeCost {
  const cost = modeCost(mode, conditions);
  if ("unpriced" in cost) throw new Error(cost.unpriced);
  return cost;
}
const serverless = costOf({ kind: "serverless", memorySizeMb: 4096 });
const xlarge = (minInstances: number) =>
  costOf({ kind: "realTime", instanceType: "ml.m5.xlarge", minInstances });

describe("break-even", () => {
  it("of 4 GB and 200 ms against one ml.m5.xlarge is at 10.5 million requests a month", () => {
    const found = breakEven(serverless, xlarge(1));
    expect(found).toMatchObject({ kind: "at", instances: 1 });
    if (found.kind === "never") throw new Error("it must be there");
    expect(found.requestsPerMonth).toBeCloseTo(167.9 / 16e-6, 0);
    expect(found.rps).toBeCloseTo(3.993, 3);
  });

  it("is where both cost the same", () => {
    const memories = fc.constantFrom(1024, 2048, 3072, 4096, 5120, 6144);
    fc.assert(
      fc.property(
        memories,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 20, max: 2000 }),
        (memorySizeMb, min, latencyMs) => {
          const of = { ...conditions, traffic: { ...traffic, latencyMs, imageBytes: 300_000 } };
          const cheap = modeCost({ kind: "serverless", memorySizeMb }, of) as ModeCost;
          const real = modeCost(
            { kind: "realTime", instanceType: "ml.m5.xlarge", minInstances: min },
            of,
          ) as ModeCost;
          const found = breakEven(cheap, real);
          if (found.kind === "never") return true;
          const gap = usdAt(cheap, found.rps) - usdAt(real, found.rps);
          return (
            Math.abs(gap) < 1e-6 && usdAt(cheap, found.rps * 0.9) < usdAt(real, found.rps * 0.9)
          );
        },
      ),
    );
  });

  it("never comes where an instance carries less than it costs", () => {
    const tiny = modeCost(
      { kind: "serverless", memorySizeMb: 1024 },
      { ...conditions, traffic: { ...traffic, latencyMs: 1 } },
    ) as ModeCost;
    expect(breakEven(tiny, xlarge(1))).toEqual({ kind: "never" });
  });
});

describe("crossings", () => {
  it("name every rate at which the cheaper mode changes", () => {
    const found = crossings(serverless, xlarge(1), { from: 0.1, to: 100 });
    expect(found[0]).toMatchObject({ cheaperAbove: "ml.m5.xlarge" });
    expect(found[0]?.rps).toBeCloseTo(3.993, 3);
    for (const { rps, cheaperAbove } of found) {
      const above = rps * (1 + 1e-9);
      const [byServerless, byInstances] = [usdAt(serverless, above), usdAt(xlarge(1), above)];
      expect(
        cheaperAbove === "ml.m5.xlarge"
          ? byInstances <= byServerless + 1e-6
          : byServerless < byInstances,
      ).toBe(true);
    }
  });

  it("are as many as a comparison of both at fine steps finds", () => {
    const real = xlarge(1);
    const cheaper = Array.from({ length: 40_000 }, (_, step) => {
      const rps = 0.1 + step / 2000;
      return usdAt(real, rps) <= usdAt(serverless, rps);
    });
    const changes = cheaper.filter((is, step) => step > 0 && is !== cheaper[step - 1]).length;
    expect(crossings(serverless, real, { from: 0.1, to: 20.1 })).toHaveLength(changes);
  });
});

describe("capacity", () => {
  it("of 8 requests a second is cheapest on the smallest machine that carries them", () => {
    const { cheapest, rows } = capacity({ ...conditions, rps: 8, budgetUsd: 250 });
    expect(cheapest).toMatchObject({
      calibrated: false,
      problems: [],
      flags: expect.arrayContaining(["assumption"]),
    });
    const c5 = rows.find(({ instanceType }) => instanceType === "ml.c5.large");
    // 7 a second in INT8, half of it used: three instances.
    expect(c5).toMatchObject({ instances: 3, problems: [] });
    expect(c5?.usd).toBeCloseTo(3 * 74.46);
    expect(rows.map(({ usd }) => usd)).toEqual(
      rows.map(({ usd }) => usd).toSorted((a, b) => a - b),
    );
  });

  it("within a p99 takes a type that was measured to keep it, and no other", () => {
    const row = { rps: 40, p50Ms: 30, date: "2026-11-01", on: "aws" } as const;
    const measured = {
      format: "int8" as const,
      calibration: [
        { ...row, target: "ml.c5.large", p99Ms: 300 },
        { ...row, target: "ml.c5.xlarge", p99Ms: 90 },
      ],
    };
    const question = { ...conditions, release: measured, rps: 8, p99Ms: 100 };
    const { cheapest, rows } = capacity(question);
    expect(cheapest?.instanceType).toBe("ml.c5.xlarge");
    const why = (type: string) => rows.find(({ instanceType }) => instanceType === type)?.problems;
    expect(why("ml.c5.large")).toEqual(["its p99 is 300 ms, above 100 ms"]);
    expect(why("ml.m5.large")).toEqual([
      "its latency was not measured: the release has no calibration of it",
    ]);
    expect(capacity({ ...question, budgetUsd: 100 }).cheapest).toBeUndefined();
  });

  it("names types without a price, and refuses a rate that is none", () => {
    expect(capacity({ ...conditions, region: "mars-north-1", rps: 1 })).toMatchObject({ rows: [] });
    expect(capacity({ ...conditions, region: "mars-north-1", rps: 1 }).unpriced).toContain(
      "ml.c5.large",
    );
    expect(() => capacity({ ...conditions, rps: 0 })).toThrow(
      "rps must be a number above 0, got 0",
    );
  });
});
