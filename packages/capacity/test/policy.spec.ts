import { defaultRules, type PolicyInputs, planCapacityPolicy, rentOrBuy } from "../src";
import { capacityMemorySchema, capacityPolicySchema } from "../src/schemas";

const inputs: PolicyInputs = {
  region: "us-east-1",
  release: { format: "int8", calibration: [] },
  request: { imageBytes: 300_000 },
  realTime: { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4 },
  serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
  on: "2026-11-28",
};
const calibrated = (p99Ms: number): PolicyInputs => ({
  ...inputs,
  release: {
    format: "int8",
    calibration: [
      { target: "serverless-4096", rps: 30, p50Ms: 100, p99Ms, date: "2026-11-01", on: "aws" },
      { target: "ml.c5.large", rps: 50, p50Ms: 40, p99Ms: 80, date: "2026-11-01", on: "aws" },
    ],
  },
});
const planned = (of: PolicyInputs) => {
  const plan = planCapacityPolicy(of);
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  return plan;
};
const problemsOf = (of: Partial<PolicyInputs>) => {
  const plan = planCapacityPolicy({ ...inputs, ...of });
  return "problems" in plan ? plan.problems : [];
};

describe("a policy's thresholds", () => {
  it("are computed from prices and assumptions, and printed with their arithmetic", () => {
    const { assumptions, lines, policy } = planned(inputs);
    expect(lines).toEqual([
      "cost: from 4.95 requests/s on instances cost no more: 2 × $74.46 a month ÷ ($0.000016256 − $0.000004816) a request ÷ 2,628,000 s = 4.95 requests/s",
      "capacity: from 139.86 requests/s on serverless carries no more: 20 containers ÷ 143 ms a request = 139.86 requests/s",
      "latency: never a reason, there is no latency objective",
      "costs at most 2.00 × the cheaper of always on and serverless only: a useless stay (10 min creation + 15 min dwell + 5 min leaving = 30 min) is covered by the 32 min before it",
    ]);
    expect(assumptions).toHaveLength(2);
    // 2 × $0.102 an hour against 143 ms × 4 GB × $0.00002.
    expect(policy.thresholds[0]?.rps).toBeCloseTo((2 * 0.102) / 3600 / (0.143 * 4 * 0.00002), 9);
  });

  it("follow the release's calibration, and then nothing is assumed", () => {
    const { assumptions, policy } = planned(calibrated(400));
    expect(assumptions).toEqual([]);
    expect(policy.serverless.latencyMs).toBe(100);
    expect(policy.prices).toMatchObject({ plannedRps: 25, throughputRps: 50 });
    expect(policy.thresholds.map(({ kind }) => kind)).toEqual(["cost", "capacity"]);
  });

  it("have the latency reason only where serverless was measured to miss the objective", () => {
    const kinds = (of: PolicyInputs) => planned(of).policy.thresholds.map(({ kind }) => kind);
    expect(kinds({ ...calibrated(401), latency: { p99Ms: 400 } })).toContain("latency");
    expect(kinds({ ...calibrated(400), latency: { p99Ms: 400 } })).not.toContain("latency");
    const unmeasured = planned({ ...inputs, latency: { p99Ms: 400 } });
    expect(unmeasured.lines[2]).toBe(
      "latency: never a reason, serverless was not measured: the release has no calibration of it",
    );
  });

  it("have no cost reason where instances cost more at every rate", () => {
    const slow = {
      ...inputs,
      release: { format: "fp32" as const, calibration: [] },
      request: { imageBytes: 1, latencyMs: 10 },
    };
    const { lines, policy } = planned(slow);
    expect(policy.thresholds.map(({ kind }) => kind)).toEqual(["capacity"]);
    expect(lines[0]).toBe(
      "cost: never a reason, 2+ ml.c5.large costs more than serverless 4 GB at every rate",
    );
  });
});

describe("a policy's bound", () => {
  it("is 2 with the default rules, more with anticipation, and none where stays are not covered", () => {
    expect(rentOrBuy(defaultRules)).toMatchObject({ holds: true, factor: 2 });
    const anticipate = { weeks: 4, agree: 3, horizonMinutes: 120, timeZone: "UTC" };
    expect(rentOrBuy({ ...defaultRules, anticipate }).factor).toBeCloseTo(2 + ((4 / 3) * 40) / 120);
    expect(rentOrBuy({ ...defaultRules, inBelow: 0.4 }).holds).toBe(false);
    const outAfterMinutes = { ...defaultRules.outAfterMinutes, cost: 27 };
    expect(rentOrBuy({ ...defaultRules, outAfterMinutes })).toMatchObject({
      holds: false,
      words: expect.stringContaining("no bound on the cost: a useless stay"),
    });
  });
});

describe("a policy's problems", () => {
  it.each<[string, Partial<PolicyInputs>, string]>([
    [
      "a price that is missing",
      { region: "eu-north-1" },
      "serverless 4 GB: no price here in eu-north-1",
    ],
    [
      "a range upside down",
      { realTime: { ...inputs.realTime, maxInstances: 1 } },
      "prices.maxInstances must be at least prices.minInstances 2, got 1",
    ],
    [
      "no instances",
      { realTime: { ...inputs.realTime, minInstances: 0 } },
      "prices.minInstances: Too small: expected number to be >=1",
    ],
    [
      "a margin above 1",
      { rules: { inBelow: 1.5 } },
      "inBelow: Too big: expected number to be <=1",
    ],
    [
      "a back-off that shrinks",
      { rules: { backOffMinutes: { first: 20, most: 10 } } },
      "backOffMinutes.most must be at least backOffMinutes.first 20, got 10",
    ],
    [
      "more agreement than weeks",
      { rules: { anticipate: { weeks: 2, agree: 3, horizonMinutes: 60, timeZone: "UTC" } } },
      "anticipate.agree must be at most anticipate.weeks 2, got 3",
    ],
    [
      "a horizon between two points",
      { rules: { anticipate: { weeks: 2, agree: 2, horizonMinutes: 61, timeZone: "UTC" } } },
      "anticipate.horizonMinutes must be a multiple of 5, got 61",
    ],
    [
      "a time zone that does not exist",
      {
        rules: {
          schedule: { timeZone: "Mars", windows: [{ days: ["mon"], from: "08:00", to: "09:00" }] },
        },
      },
      "schedule.timeZone must be the name of an IANA time zone such as 'Europe/Berlin', got 'Mars'",
    ],
  ])("name %s", (_, of, problem) => {
    expect(problemsOf(of)).toContain(problem);
  });
});

describe("the schemas", () => {
  it("read back what was planned, and refuse keys that they do not have", () => {
    const { policy } = planned(inputs);
    expect(capacityPolicySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    expect(capacityPolicySchema.safeParse({ ...policy, inAfter: 3 }).success).toBe(false);
    const twice = { ...policy, thresholds: [...policy.thresholds, ...policy.thresholds] };
    expect(capacityPolicySchema.safeParse(twice).success).toBe(false);
  });

  it("fit the 4 KB of a standard parameter", () => {
    expect(JSON.stringify(planned(inputs).policy).length).toBeLessThan(2000);
  });

  it("read a memory, and refuse another", () => {
    const memory = { rejected: [], retired: false, stay: { since: 1, leastMinutes: 15 } };
    expect(capacityMemorySchema.parse(memory)).toEqual(memory);
    expect(capacityMemorySchema.safeParse({ ...memory, stay: {} }).success).toBe(false);
  });
});
