import { assumedRps, throughputOf } from "../../src";
import { release } from "../fixture";

const row = {
  target: "ml.m5.xlarge",
  on: "aws",
  rps: 12.5,
  p50Ms: 80,
  p99Ms: 120,
  date: "2026-11-01",
} as const;

const of = (...calibration: readonly object[]) =>
  throughputOf(release("a", { calibration: calibration as (typeof row)[] }), "ml.m5.xlarge");

describe("throughputOf", () => {
  it("is the last row measured in AWS on that instance type", () => {
    const newer = { ...row, rps: 20, date: "2026-11-02" };
    expect(of(newer, row)).toEqual({ rps: 20, calibrated: true });
    expect(of(row, newer)).toEqual({ rps: 20, calibrated: true });
  });

  it("believes no row of the local AWS, nor of another instance type", () => {
    const assumed = { rps: assumedRps.perCore.fp32 * 2, calibrated: false };
    expect(of({ ...row, on: "local" })).toEqual(assumed);
    expect(of({ ...row, target: "ml.m5.large" })).toEqual(assumed);
  });

  it("assumes more of INT8, of more cores and of an accelerator", () => {
    const rps = (...given: Parameters<typeof throughputOf>) => throughputOf(...given).rps;
    const fp32 = release("a");
    expect(rps(release("a", { format: "int8" }), "ml.m5.xlarge")).toBeGreaterThan(
      rps(fp32, "ml.m5.xlarge"),
    );
    expect(rps(fp32, "ml.m5.2xlarge")).toBe(2 * rps(fp32, "ml.m5.xlarge"));
    expect(rps(fp32, "ml.g5.xlarge")).toBe(assumedRps.perAccelerator);
  });
});
