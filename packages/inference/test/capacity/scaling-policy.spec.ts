import {
  type ScalingPolicy,
  type ScheduledMinimum,
  scalingPolicyProblems,
  scheduleProblems,
  targetTracking,
} from "../../src";

const throughput = { rps: 12, calibrated: true };

describe("targetTracking", () => {
  it("aims at one request under way for each worker, on the metric that comes every ten seconds", () => {
    expect(targetTracking({ kind: "concurrency" }, throughput, 2)).toEqual({
      metric: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
      target: 2,
      scaleOutCooldownSeconds: 60,
      scaleInCooldownSeconds: 300,
    });
    expect(targetTracking({ kind: "concurrency", target: 5 }, throughput, 2).target).toBe(5);
  });

  it("aims at throughput × safety factor × 60, the metric counts by the minute", () => {
    const tracking = (safetyFactor?: number) =>
      targetTracking(
        { kind: "invocations", ...(safetyFactor !== undefined && { safetyFactor }) },
        throughput,
        1,
      );
    expect(tracking()).toMatchObject({
      metric: "SageMakerVariantInvocationsPerInstance",
      target: 12 * 0.5 * 60,
    });
    expect(tracking(0.8).target).toBeCloseTo(12 * 0.8 * 60);
  });
});

describe("scalingPolicyProblems", () => {
  it.each<[ScalingPolicy, RegExp]>([
    [{ kind: "concurrency", scaleOutCooldownSeconds: 61 }, /from 0 to 60, got 61/],
    [{ kind: "concurrency", scaleInCooldownSeconds: 299 }, /at least 300, got 299/],
    [{ kind: "concurrency", target: 0 }, /above 0, got 0/],
    [{ kind: "invocations", safetyFactor: 1.1 }, /at most 1, got 1.1/],
    [{ kind: "invocations", safetyFactor: 0 }, /above 0.*got 0/],
  ])("finds what is wrong with %j", (policy, problem) => {
    expect(scalingPolicyProblems(policy)).toEqual([expect.stringMatching(problem)]);
  });

  it("finds nothing wrong with the edges", () => {
    const cooldowns = { scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 300 };
    expect(scalingPolicyProblems({ kind: "concurrency", ...cooldowns })).toEqual([]);
    expect(scalingPolicyProblems({ kind: "invocations", safetyFactor: 1 })).toEqual([]);
  });
});

describe("scheduleProblems", () => {
  const office: ScheduledMinimum = {
    name: "Office",
    begins: "cron(0 8 ? * MON-FRI *)",
    ends: "cron(0 18 ? * MON-FRI *)",
    min: 3,
  };
  const problems = (...schedules: readonly ScheduledMinimum[]) =>
    scheduleProblems(schedules, { min: 2, max: 4 }, "instances");

  it("takes what Application Auto Scaling takes", () => {
    expect(
      problems(office, { ...office, name: "Once", begins: "at(2026-12-24T18:00:00)" }),
    ).toEqual([]);
  });

  it("finds everything that is wrong at once", () => {
    expect(problems({ ...office, name: "9 to 5", begins: "0 8 * * *", min: 5 })).toEqual([
      expect.stringContaining("letters and digits"),
      expect.stringContaining("begins '0 8 * * *'"),
      expect.stringContaining("within instances, 2 to 4, got 5"),
    ]);
    expect(problems(office, office)).toEqual([expect.stringContaining("'Office' more than once")]);
    expect(problems({ ...office, min: 1 })).toHaveLength(1);
  });
});
