import * as fc from "fast-check";
import { type Calibration, capacityName, latestCalibration } from "../src/index";

const row = fc.record<Calibration>({
  target: fc.constantFrom("ml.m5.xlarge", "ml.c5.large", "serverless-2048"),
  rps: fc.integer({ min: 1, max: 100 }),
  p50Ms: fc.constant(10),
  p99Ms: fc.constant(20),
  date: fc.constantFrom("2025-12-31", "2026-01-01", "2026-02-01", "2026-11-28"),
  on: fc.constantFrom("aws", "local"),
});

describe("latestCalibration", () => {
  it("is of the capacity, measured on AWS, and none such is later", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const candidates = rows.filter((r) => r.on === "aws" && r.target === "ml.m5.xlarge");
        const latest = latestCalibration(rows, "ml.m5.xlarge");
        if (latest === undefined) {
          expect(candidates).toEqual([]);
          return;
        }
        expect(candidates).toContain(latest);
        expect(candidates.filter(({ date }) => date > latest.date)).toEqual([]);
      }),
    );
  });
});

describe("capacityName", () => {
  it("is an instance type, or the memory of serverless containers", () => {
    expect(capacityName({ kind: "realTime", instanceType: "ml.m5.xlarge" })).toBe("ml.m5.xlarge");
    expect(capacityName({ kind: "serverless", memorySizeMb: 2048 })).toBe("serverless-2048");
  });
});
