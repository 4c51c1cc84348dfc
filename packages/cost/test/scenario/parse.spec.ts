import fc from "fast-check";
import { parseTraffic, type ScenarioError, shippedTraffic, shippedTrafficOf } from "../../src";
import { hourlyShares } from "../../src/scenario/shape";

const problemsOf = (text: string): readonly string[] => {
  try {
    parseTraffic(text, "traffic.yaml");
  } catch (error) {
    return (error as ScenarioError).problems;
  }
  return [];
};

describe("a traffic scenario", () => {
  it("is what it says, and the defaults where it says nothing", () => {
    expect(parseTraffic("requestsPerMonth: 1000\nimageBytes: 50000\n", "t.yaml")).toMatchObject({
      requestsPerMonth: 1000,
      shape: { kind: "flat" },
      functionInvocationsPerRequest: 1,
      errorShare: 0,
    });
  });

  it("lists everything that is wrong in one error, with the nearest right key", () => {
    const text = [
      "requestPerMonth: 5",
      "imageBytes: lots",
      "errorShare: 2",
      "shape: { kind: busyHour }",
      "batch: { imagesPerMonth: 1, instanceType: c5.large, imagesPerSecond: 0 }",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      "unknown key 'requestPerMonth', did you mean 'requestsPerMonth'?",
      "requestsPerMonth is missing: a number from 0 to 1000000000000000 (requests)",
      "shape.kind: unknown kind 'busyHour', did you mean 'busyHours'?; allowed are flat, busyHours",
      "imageBytes must be a number from 0 to 4000000 (bytes), got 'lots'",
      "errorShare must be a number from 0 to 1 (share), got 2",
      "batch.instanceType must be an instance type of SageMaker such as 'ml.c5.xlarge', got 'c5.large'",
      "batch.imagesPerSecond must be a number above 0 to 1000000 (images per second), got 0",
    ]);
  });

  it.each([
    ["a list", "- 1", "it must hold keys such as 'requestsPerMonth: 1000000', got [1]"],
    ["nothing", "", "it must hold keys such as 'requestsPerMonth: 1000000', got null"],
    ["a key twice", "imageBytes: 1\nimageBytes: 2", "Map keys must be unique at line 2, column 1"],
  ])("refuses %s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("refuses hours that end before they begin, and days that are none", () => {
    const shape = (text: string) =>
      problemsOf(`requestsPerMonth: 1\nimageBytes: 1\nshape: ${text}`);
    expect(shape("{ kind: busyHours, fromHour: 9, toHour: 9, share: 1 }")).toEqual([
      "shape.toHour must be above fromHour 9, got 9",
    ]);
    expect(shape("{ kind: busyHours, fromHour: 9, toHour: 10, share: 1, days: [mo] }")).toEqual([
      'shape.days must be a list of mon, tue, wed, thu, fri, sat, sun, got ["mo"]',
    ]);
  });

  it.each(shippedTraffic)("is shipped: %s", (name) => {
    expect(shippedTrafficOf(name).name).toBe(name);
  });

  it("of the seed is what production was asked for", () => {
    const seed = shippedTrafficOf("seed");
    const month = seed.requestsPerMonth;
    expect({
      requests: month,
      invocations: month * seed.functionInvocationsPerRequest,
      functionMs: seed.functionMs,
      transferGb: (month * seed.imageBytes) / 1e9,
      logGb: (month * seed.logBytesPerRequest) / 1e9,
      storedGb: seed.storedGb,
    }).toEqual({
      requests: 1_000_000,
      invocations: 3_000_000,
      functionMs: 200,
      transferGb: 300,
      logGb: 10,
      storedGb: 50,
    });
  });
});

describe("the shape of a week", () => {
  it("spreads all requests, whatever it is", () => {
    const shapes = fc.record({
      kind: fc.constant("busyHours" as const),
      days: fc.subarray(["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const, {
        minLength: 1,
      }),
      fromHour: fc.integer({ min: 0, max: 11 }),
      toHour: fc.integer({ min: 12, max: 24 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(shapes, (shape) => {
        const shares = hourlyShares(shape);
        const sum = shares.reduce((total, share) => total + share, 0);
        return (
          shares.length === 168 && shares.every((share) => share >= 0) && Math.abs(sum - 1) < 1e-9
        );
      }),
    );
  });
});
