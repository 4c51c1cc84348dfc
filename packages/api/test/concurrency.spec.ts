import type { EndpointSize } from "@pictor/contracts";
import { Token } from "cdktf";
import fc from "fast-check";
import {
  burstWarning,
  type ConcurrencyInputs,
  planConcurrency,
  type SizedTarget,
} from "../src/concurrency";

type Size<Kind> = Partial<Extract<EndpointSize, { kind: Kind }>>;

const realTime = (size: Size<"realTime"> = {}, timeoutMs = 3_000): SizedTarget => ({
  name: "fast",
  timeoutMs,
  size: {
    ...{ kind: "realTime", capacity: "ml.m5.xlarge", minInstances: 1, maxInstances: 1 },
    ...{ vCpus: 4, workers: 2, queue: 100 },
    ...size,
  },
});
const serverless = (size: Size<"serverless"> = {}): SizedTarget => ({
  name: "slow",
  timeoutMs: 26_000,
  size: { kind: "serverless", capacity: "serverless-2048", maxConcurrency: 5, ...size },
});
const row = (changes: object = {}) => ({
  ...{ target: "ml.m5.xlarge", rps: 20, p50Ms: 50, p99Ms: 100 },
  ...{ date: "2026-11-01", on: "aws" as const },
  ...changes,
});
const planned: ConcurrencyInputs = {
  expectedPeakRps: 2,
  targets: [realTime()],
  calibration: [],
  accountConcurrency: 1000,
};
const plan = (changes: Partial<ConcurrencyInputs> = {}) =>
  planConcurrency({ ...planned, ...changes });

describe("planConcurrency", () => {
  it("lets wait what a measured target answers in its time, or what its queues hold", () => {
    expect(plan({ calibration: [row()] }).reserved).toBe(20 * 3 * 0.8);
    expect(plan({ calibration: [row()], targets: [realTime({ maxInstances: 3 })] }).reserved).toBe(
      3 * 20 * 3 * 0.8,
    );
    expect(plan({ calibration: [row({ rps: 100 })] }).reserved).toBe(102);
    const dev = { target: "serverless-2048", p50Ms: 10_000 };
    expect(plan({ calibration: [row(dev)], targets: [serverless()] }).reserved).toBe(10);
    expect(
      plan({ calibration: [row({ ...dev, p50Ms: 13_000 })], targets: [serverless()] }).reserved,
    ).toBe(Math.floor((5 / 13) * 26 * 0.8));
  });

  it("refuses nothing by an assumption: the queues alone bound what was never measured", () => {
    expect(plan().reserved).toBe(102);
    expect(plan({ targets: [realTime({ maxInstances: 4 })] }).reserved).toBe(408);
    expect(plan({ targets: [serverless()] }).reserved).toBe(10);
  });

  it("adds up all targets, each for the time that those before it leave", () => {
    expect(plan({ targets: [realTime(), serverless()] }).reserved).toBe(112);
    const calibration = [row(), row({ target: "serverless-2048", p50Ms: 10_000 })];
    const targets = [realTime(), serverless({ maxConcurrency: 100 })];
    const reserved = (deadlineMs: number) => plan({ calibration, targets, deadlineMs }).reserved;
    expect(reserved(3_000)).toBe(48);
    expect(reserved(8_000)).toBe(48 + 10 * 5 * 0.8);
    expect(reserved(27_000)).toBe(48 + 10 * 24 * 0.8);
    expect(reserved(60_000)).toBe(48 + 200);
  });

  it("takes the latest row that was measured on AWS", () => {
    const calibration = [
      row({ rps: 5, date: "2026-01-01" }),
      row(),
      row({ rps: 1, on: "local", date: "2026-11-20" }),
      row({ rps: 2, target: "ml.c5.large" }),
    ];
    expect(plan({ calibration }).reserved).toBe(48);
  });

  it("is never below the peak's own need, by the slowest target", () => {
    const calibration = [row(), row({ target: "serverless-2048", p99Ms: 20_000 })];
    const targets = [realTime(), serverless({ maxConcurrency: 1 })];
    expect(plan({ expectedPeakRps: 10, calibration, targets }).reserved).toBe(10 * 20 * 1.3);
  });

  it("prints its arithmetic in a line", () => {
    expect(plan({ calibration: [row()], targets: [realTime(), serverless()] }).note).toBe(
      "reserved concurrency 58: what may usefully wait is 'fast' min(1 × 20 requests a second × 3000 ms × 0.8 = 48, 1 instances × (2 at work + 100 queued) = 102) = 48 + 'slow' 5 containers × (1 at work + 1 throttled and repeated) = 10 (throughput not measured) = 58; the peak needs 2 requests a second × 2000 ms (p99 of 'slow', assumed) × 1.3 = 6; the account's 1000 less 100 unreserved leave 900",
    );
  });

  it("says what it assumes, and refuses nothing then", () => {
    const assumed = plan({ expectedPeakRps: 5000 });
    expect(assumed).toMatchObject({ reserved: 900, problems: [] });
    expect(assumed.warnings).toEqual([
      expect.stringMatching(/was never measured, 500 ms is assumed/),
      expect.stringMatching(/^3250 requests at once are above the 900/),
    ]);
  });

  it("refuses a measured peak that the account does not have", () => {
    const measured = plan({ expectedPeakRps: 5000, calibration: [row({ p99Ms: 500 })] });
    expect(measured.problems).toEqual([
      expect.stringMatching(/^3250 requests at once are above the 900 .* limit of 1000 leaves/),
    ]);
    expect(plan({ targets: [realTime({ maxInstances: 20 })] })).toMatchObject({
      reserved: 900,
      problems: [],
    });
  });

  it("reserves nothing of a new account, and says what happens meanwhile", () => {
    const small = plan({ accountConcurrency: 10 });
    expect(small).toMatchObject({ reserved: undefined, requests: 10, problems: [] });
    expect(small.warnings).toContainEqual(
      expect.stringMatching(
        /^an account limit of 10 leaves nothing .* 'aws service-quotas request-/,
      ),
    );
    expect(plan({ accountConcurrency: 100 }).reserved).toBeUndefined();
    expect(plan({ accountConcurrency: 101 }).reserved).toBe(1);
    const measured = { calibration: [row({ p99Ms: 1_000 })], accountConcurrency: 10 };
    expect(plan({ ...measured, expectedPeakRps: 7 }).problems).toEqual([]);
    expect(plan({ ...measured, expectedPeakRps: 8 }).problems).toHaveLength(1);
  });

  it("reserves nothing of an account whose limit it was not told, and says what it would", () => {
    const { accountConcurrency: _, ...unknown } = planned;
    expect(planConcurrency(unknown)).toMatchObject({
      ...{ reserved: undefined, requests: 102, problems: [] },
      note: expect.stringMatching(
        /^reserved concurrency none: .*; accountConcurrency was not given, .*, 102 would be reserved$/,
      ),
    });
    expect(planConcurrency({ ...unknown, expectedPeakRps: 10_000 }).problems).toEqual([]);
  });

  it.each<[SizedTarget, string]>([
    [
      realTime({ minInstances: 0 }),
      "size.minInstances of endpoint 'fast' is 0, it must be a whole",
    ],
    [realTime({ maxInstances: 1.5 }), "size.maxInstances of endpoint 'fast' is 1.5, it must be"],
    [realTime({ vCpus: Number.NaN }), "size.vCpus of endpoint 'fast' is NaN, it must be"],
    [realTime({ workers: -2 }), "size.workers of endpoint 'fast' is -2, it must be"],
    [realTime({ queue: -1 }), "size.queue of endpoint 'fast' is -1, it must be a whole number of"],
    [realTime({ capacity: "" }), "size.capacity of endpoint 'fast' is empty"],
    [serverless({ maxConcurrency: 0 }), "size.maxConcurrency of endpoint 'slow' is 0, it must be"],
    [
      realTime({ maxInstances: Number.MAX_SAFE_INTEGER }),
      "size of endpoint 'fast' holds more requests than can be counted (2^53)",
    ],
  ])("refuses the size of %j by the name of its field", (target, words) => {
    expect(plan({ targets: [target] }).problems).toEqual([expect.stringContaining(words)]);
  });

  it("takes a queue of none", () => {
    expect(plan({ targets: [realTime({ queue: 0 })] })).toMatchObject({
      problems: [],
      reserved: 2,
    });
  });

  it("refuses invalid rows of a calibration", () => {
    const rowProblems = (changes: object) => plan({ calibration: [row(changes)] }).problems;
    expect(rowProblems({ rps: -1 })).toEqual([
      expect.stringMatching(/^release\.calibration\[0\]\.rps: .*, got -1$/),
    ]);
    expect(rowProblems({ on: "moon" })).toEqual([
      expect.stringMatching(/^release\.calibration\[0\]\.on: .*, got 'moon'$/),
    ]);
  });

  it("refuses numbers that are none, as those of a variable are at synthesis", () => {
    for (const number of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(plan({ expectedPeakRps: number }).problems).toEqual([
        `expectedPeakRps is ${number}, it must be a number above 0`,
      ]);
    }
    const token = Token.asNumber({ resolve: () => 1 });
    expect(plan({ expectedPeakRps: token }).problems).toEqual([
      "expectedPeakRps must be a literal, got a token: the function's concurrency is computed from it",
    ]);
    expect(plan({ accountConcurrency: token }).problems).toEqual([
      expect.stringMatching(
        /^accountConcurrency must be .* known at synthesis, got a token: leave it out/,
      ),
    ]);
    expect(plan({ targets: [realTime({ maxInstances: token })] }).problems).toEqual([
      "size.maxInstances of endpoint 'fast' must be a literal, got a token: the function's concurrency is calculated from it",
    ]);
  });
});

describe("planConcurrency of any size", () => {
  const whole = (max: number) => fc.integer({ min: 1, max });
  const target = fc.oneof(
    fc
      .record({ maxInstances: whole(50), workers: whole(16), queue: whole(200), t: whole(10_000) })
      .map(({ t, ...size }) => realTime(size, t)),
    fc.record({ maxConcurrency: whole(200) }).map(serverless),
  );
  const inputs = fc.record({
    expectedPeakRps: whole(2_000),
    targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    calibration: fc.array(
      fc
        .record({
          target: fc.constantFrom("ml.m5.xlarge", "serverless-2048"),
          rps: whole(500),
          p50Ms: whole(2_000),
          p99Ms: whole(5_000),
        })
        .map(row),
      { maxLength: 2 },
    ),
    accountConcurrency: whole(5_000),
    deadlineMs: whole(30_000),
  });
  const peakNeed = ({ expectedPeakRps, targets, calibration }: ConcurrencyInputs): number =>
    planConcurrency({
      ...{ expectedPeakRps, calibration, accountConcurrency: 1e9, deadlineMs: 0 },
      targets,
    }).requests;

  it("is above nothing that the account has, and below nothing that the peak needs", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { requests, reserved, problems, warnings } = planConcurrency(given);
        const { accountConcurrency = 0 } = given;
        expect(requests).toBeLessThanOrEqual(accountConcurrency);
        expect(reserved === undefined).toBe(accountConcurrency <= 100);
        if (reserved !== undefined) expect(reserved).toBeLessThanOrEqual(accountConcurrency - 100);
        const short = requests < peakNeed(given);
        expect(problems.length + warnings.filter((text) => /above the/.test(text)).length).toBe(
          Number(short),
        );
      }),
    );
  });

  it("never falls with more instances, more time or a larger account", () => {
    const grown = (given: ConcurrencyInputs, by: number): ConcurrencyInputs[] => [
      { ...given, deadlineMs: (given.deadlineMs ?? 0) + by },
      { ...given, accountConcurrency: (given.accountConcurrency ?? 0) + by },
      {
        ...given,
        targets: given.targets.map(({ size, ...rest }) => ({
          ...rest,
          size:
            size.kind === "realTime"
              ? { ...size, maxInstances: size.maxInstances + by }
              : { ...size, maxConcurrency: size.maxConcurrency + by },
        })),
      },
    ];
    fc.assert(
      fc.property(inputs, whole(1_000), (given, by) => {
        // A smaller account shares all it has, a larger one reserves all but a hundred.
        const here = { ...given, accountConcurrency: (given.accountConcurrency ?? 0) + 100 };
        const { requests } = planConcurrency(here);
        for (const more of grown(here, by)) {
          expect(planConcurrency(more).requests).toBeGreaterThanOrEqual(requests);
        }
      }),
    );
  });
});

describe("burstWarning", () => {
  it("warns exactly where the gateway admits more than the function works on", () => {
    expect(burstWarning(10, 10)).toBeUndefined();
    expect(burstWarning(11, 10)).toMatch(
      /^the gateway admits 11 requests at once, but only 10 can be answered in time/,
    );
  });
});
