import fc from "fast-check";
import {
  type DeploymentPolicy,
  deploymentProblems,
  instancesWhileUpdating,
  longestUpdateSeconds,
  rollbackAlarmSeconds,
  updateSeconds,
} from "../../src";

const problems = (policy: DeploymentPolicy, instances = 4): string[] =>
  deploymentProblems(policy, instances, rollbackAlarmSeconds);

describe("updateSeconds", () => {
  it.each<[DeploymentPolicy, number]>([
    [{ kind: "allAtOnce", waitSeconds: 300 }, 600 + 300],
    [{ kind: "canary", canaryPercent: 10, waitSeconds: 300 }, 600 + 2 * 300],
    [
      { kind: "linear", stepPercent: 30, waitSeconds: 200, terminationWaitSeconds: 100 },
      600 + 4 * 200 + 100,
    ],
    [{ kind: "rolling", batchPercent: 50, waitSeconds: 300 }, 2 * (600 + 300)],
  ])("of %j is %d", (policy, seconds) => {
    expect(updateSeconds(policy)).toBe(seconds);
  });
});

describe("deploymentProblems", () => {
  it("refuses exactly what Terraform would stop waiting for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 50 }),
        fc.integer({ min: rollbackAlarmSeconds, max: 3_600 }),
        fc.integer({ min: 0, max: 3_600 }),
        (stepPercent, waitSeconds, terminationWaitSeconds) => {
          const policy = {
            kind: "linear",
            stepPercent,
            waitSeconds,
            terminationWaitSeconds,
          } as const;
          expect(problems(policy).length > 0).toBe(updateSeconds(policy) > longestUpdateSeconds);
        },
      ),
    );
  });

  it("says how long it would take, and what to change", () => {
    expect(problems({ kind: "rolling", batchPercent: 10, waitSeconds: 300 })).toEqual([
      "deployment takes up to 150 minutes (10 batches of 600 s to provision, and their waits), but Terraform stops waiting after 60: stay within 50 by larger steps or shorter waits",
    ]);
  });

  it.each<[DeploymentPolicy, RegExp]>([
    [{ kind: "canary", canaryPercent: 51, waitSeconds: 300 }, /canaryPercent.*1 to 50, got 51/],
    [{ kind: "linear", stepPercent: 9, waitSeconds: 180 }, /stepPercent.*10 to 50, got 9/],
    [{ kind: "rolling", batchPercent: 51, waitSeconds: 180 }, /batchPercent.*5 to 50, got 51/],
    [{ kind: "canary", canaryPercent: 50, waitSeconds: 60 }, /waitSeconds 60 is too short.*180 s/],
    [
      { kind: "allAtOnce", waitSeconds: 180, terminationWaitSeconds: -1 },
      /terminationWaitSeconds.*got -1/,
    ],
  ])("refuses %j", (policy, problem) => {
    expect(problems(policy)).toEqual([expect.stringMatching(problem)]);
  });

  it("lets one instance be replaced only at once", () => {
    expect(problems({ kind: "allAtOnce", waitSeconds: 180 }, 1)).toEqual([]);
    for (const policy of [
      { kind: "canary", canaryPercent: 50, waitSeconds: 180 },
      { kind: "linear", stepPercent: 50, waitSeconds: 180 },
      { kind: "rolling", batchPercent: 50, waitSeconds: 180 },
    ] as const) {
      expect(problems(policy, 1)).toEqual([expect.stringContaining("use kind 'allAtOnce'")]);
      expect(problems(policy, 2)).toEqual([]);
    }
  });
});

describe("instancesWhileUpdating", () => {
  it("is twice as many with a second fleet, and a batch more without", () => {
    expect(instancesWhileUpdating({ kind: "allAtOnce", waitSeconds: 180 }, 4)).toBe(8);
    expect(instancesWhileUpdating({ kind: "rolling", batchPercent: 30, waitSeconds: 180 }, 4)).toBe(
      6,
    );
  });
});
