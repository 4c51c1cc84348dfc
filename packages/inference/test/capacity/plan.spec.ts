import { modelServer } from "@pictor/contracts";
import { Token } from "cdktf";
import * as fc from "fast-check";
import { type InstanceType, instanceTypes, longestUpdateSeconds, updateSeconds } from "../../src";
import { type CapacityInputs, planCapacity } from "../../src/capacity/plan";
import { release } from "../fixture";

const inputs: CapacityInputs = {
  instanceType: "ml.m5.xlarge",
  instances: { min: 2, max: 4 },
  highAvailability: true,
  deployment: { kind: "allAtOnce", waitSeconds: 180 },
  expectedPeakRps: 2,
  release: release("a"),
  container: { id: "pytorch-2.6-cpu", hardware: "cpu" },
};
const plan = (changes: Partial<CapacityInputs> = {}) => planCapacity({ ...inputs, ...changes });

const measured = (rps: number) => ({
  format: "fp32" as const,
  layout: "torchserve" as const,
  calibration: [
    { target: "ml.m5.xlarge", rps, p50Ms: 50, p99Ms: 100, date: "2026-11-01", on: "aws" as const },
  ],
});

const range = fc
  .record({ min: fc.integer({ min: 1, max: 20 }), more: fc.integer({ min: 0, max: 20 }) })
  .map(({ min, more }) => ({ min, max: min + more }));
const wait = fc.integer({ min: 180, max: 300 });
const deployment = fc.oneof(
  fc.record({ kind: fc.constant("allAtOnce" as const), waitSeconds: wait }),
  fc.record({
    kind: fc.constant("canary" as const),
    canaryPercent: fc.integer({ min: 1, max: 50 }),
    waitSeconds: wait,
  }),
  fc.record({
    kind: fc.constant("rolling" as const),
    batchPercent: fc.integer({ min: 5, max: 50 }),
    waitSeconds: wait,
  }),
);
const asked = fc.record({
  instanceType: fc.constantFrom(...(Object.keys(instanceTypes) as InstanceType[])),
  instances: range,
  highAvailability: fc.boolean(),
  deployment,
  expectedPeakRps: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  release: fc.oneof(
    fc.constant(release("a")),
    fc.double({ min: 0.1, max: 100, noNaN: true }).map(measured),
  ),
});

describe("planCapacity", () => {
  it("begins within the range, and with what the peak needs where the range allows it", () => {
    fc.assert(
      fc.property(asked, (changes) => {
        const { initial, range: planned } = plan(changes);
        expect(planned).toEqual(changes.instances);
        expect(initial).toBeGreaterThanOrEqual(planned.min);
        expect(initial).toBeLessThanOrEqual(planned.max);
        const more = plan({ ...changes, expectedPeakRps: changes.expectedPeakRps * 2 });
        expect(more.initial).toBeGreaterThanOrEqual(initial);
      }),
    );
  });

  it("scales exactly where the range is open or a schedule changes it", () => {
    const office = { name: "Office", begins: "at(2026-01-01T00:00:00)", min: 3 };
    const schedules = [{ ...office, ends: "at(2026-01-01T08:00:00)" }];
    fc.assert(
      fc.property(range, (instances) => {
        expect(plan({ instances }).scales).toBe(instances.max > instances.min);
        expect(plan({ instances, schedules }).scales).toBe(true);
      }),
    );
  });

  it("counts at least one instance more while an update runs, at most twice as many, and notes the number", () => {
    fc.assert(
      fc.property(asked, (changes) => {
        const { mostWhileUpdating, notes } = plan(changes);
        expect(mostWhileUpdating).toBeGreaterThan(changes.instances.max);
        expect(mostWhileUpdating).toBeLessThanOrEqual(2 * changes.instances.max);
        expect(notes.join()).toContain(`up to ${mostWhileUpdating} instances`);
      }),
    );
  });

  it("refuses a peak on measured throughput only, and warns of one on assumed throughput", () => {
    const short = { expectedPeakRps: 1000 };
    expect(plan({ ...short, release: measured(1) })).toMatchObject({
      warnings: [],
      problems: [expect.stringContaining("is too few for expectedPeakRps 1000")],
    });
    expect(plan(short)).toMatchObject({
      warnings: [expect.stringContaining("is too few for expectedPeakRps 1000")],
      problems: [],
    });
  });

  it("warns that nobody measured the release, and is silent where somebody did", () => {
    expect(plan().warnings).toEqual([expect.stringContaining("this release has no calibration")]);
    expect(plan({ release: measured(10) })).toMatchObject({ warnings: [], problems: [] });
  });

  it("has a problem exactly where the update takes longer than the provider waits", () => {
    fc.assert(
      fc.property(deployment, (policy) => {
        const { problems } = plan({ deployment: policy });
        const tooLong = updateSeconds(policy) > longestUpdateSeconds;
        expect(problems.some((text) => text.includes("but Terraform stops waiting"))).toBe(tooLong);
      }),
    );
  });

  it("aims at the workers of an instance, which are its physical cores", () => {
    fc.assert(
      fc.property(asked, (changes) => {
        const { serving, tracking } = plan(changes);
        expect(serving.workers).toBe(instanceTypes[changes.instanceType].physicalCores);
        expect(tracking.target).toBe(serving.workers);
      }),
    );
  });

  it.each<[string, Partial<CapacityInputs>, string]>([
    ["burstable instances that scale", { instanceType: "ml.t2.large" }, "is burstable"],
    ["a container for other hardware", { instanceType: "ml.g5.xlarge" }, "is built for cpu"],
    ["one instance where two are promised", { instances: { min: 1, max: 4 } }, "instances.min"],
    ["no peak", { expectedPeakRps: 0 }, "expectedPeakRps must be above 0 and finite"],
    ["a canary that waits too short", canary(60), "is too short: a rollback alarm"],
  ])("has a problem with %s", (_, changes, text) => {
    expect(plan(changes).problems).toEqual([expect.stringContaining(text)]);
  });

  it.each([
    ["ml.c5.large", 5, []],
    ["ml.c5.large", 513, ["volumeSizeGb must be a whole number from 1 to 512, got 513"]],
    ["ml.c5.large", 0.5, ["volumeSizeGb must be a whole number from 1 to 512, got 0.5"]],
    [
      "ml.m5d.large",
      5,
      ["ml.m5d.large has a disk of its own and takes no volume: leave volumeSizeGb out"],
    ],
  ] as const)(
    "of %s with a volume of %d GB has the problems %j",
    (instanceType, size, problems) => {
      expect(plan({ instanceType, volumeSizeGb: size }).problems).toEqual(problems);
    },
  );

  it.each([
    ["ml.c5.large", 1, []],
    ["ml.m5.xlarge", 1000, []],
    ["ml.c5.large", 0, ["queueLength must be a whole number from 1 to 1000, got 0"]],
    ["ml.c5.large", 2.5, ["queueLength must be a whole number from 1 to 1000, got 2.5"]],
    ["ml.m5.xlarge", 1001, ["queueLength must be a whole number from 1 to 1000, got 1001"]],
    ["ml.c5.large", 536, []],
    [
      "ml.c5.large",
      537,
      [
        "queueLength 537 × 4 MB is more than half of the 4 GiB of ml.c5.large: at most 536 requests may wait in it",
      ],
    ],
  ] as const)("of %s with a queue of %d has the problems %j", (instanceType, length, problems) => {
    expect(plan({ instanceType, queueLength: length }).problems).toEqual(problems);
  });

  it("takes no queue whose length only Terraform knows", () => {
    expect(plan({ queueLength: Token.asNumber({ known: "later" }) }).problems).toEqual([
      expect.stringMatching(/^queueLength must be a literal, got a token/),
    ]);
  });

  it("gives each server the queue that it counts on", () => {
    const queue = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(queue, (queueLength) => {
        const planned = plan({ queueLength, release: measured(10) });
        expect(planned).toMatchObject({ queue: queueLength, serving: { queueLength } });
        expect(planned.warnings).toEqual([]);
      }),
    );
    expect(plan().queue).toBe(modelServer.queue);
  });

  it("counts on a Ray Serve artefact's own queue, and warns of another length", () => {
    const ray = { ...measured(10), layout: "ray-serve" as const };
    expect(plan({ queueLength: 400, release: ray })).toMatchObject({
      queue: modelServer.queue,
      problems: [],
      warnings: [
        "queueLength 400 has no effect on this release: the queue of a Ray Serve artefact holds 200 requests",
      ],
    });
    expect(plan({ queueLength: modelServer.queue, release: ray }).warnings).toEqual([]);
    expect(plan({ release: ray }).warnings).toEqual([]);
  });

  it("takes burstable instances whose number is fixed", () => {
    expect(plan({ instanceType: "ml.t2.large", instances: { min: 2, max: 2 } }).problems).toEqual(
      [],
    );
  });
});

function canary(waitSeconds: number): Partial<CapacityInputs> {
  return { deployment: { kind: "canary", canaryPercent: 50, waitSeconds } };
}
