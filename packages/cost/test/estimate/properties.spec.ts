import fc from "fast-check";
import { estimate, type Range, type Traffic, trafficOf } from "../../src";
import { endpointOf, serverlessOf, stackOf } from "../stack";

const traffics: fc.Arbitrary<Traffic> = fc
  .record({
    requestsPerMonth: fc.integer({ min: 0, max: 300_000_000 }),
    imageBytes: fc.integer({ min: 0, max: 4_000_000 }),
    latencyMs: fc.integer({ min: 1, max: 5000 }),
    functionMs: fc.integer({ min: 1, max: 5000 }),
    errorShare: fc.double({ min: 0, max: 1, noNaN: true }),
    logBytesPerRequest: fc.integer({ min: 0, max: 10_000 }),
    storedGb: fc.integer({ min: 0, max: 10_000 }),
    shape: fc.constantFrom(
      { kind: "flat" as const },
      { kind: "busyHours" as const, fromHour: 8, toHour: 18, share: 0.9 },
    ),
  })
  .map((input) => trafficOf(input));

const parts = {
  api: { aws_api_gateway_rest_api: { A: {} } },
  functions: { aws_lambda_function: { F: { memory_size: 512 } } },
  instances: endpointOf("ml.m5.xlarge", 1, 5),
  serverless: serverlessOf(3072),
  firewall: { aws_wafv2_web_acl: { W: { rule: [{ priority: 1 }] } } },
  logs: { aws_cloudwatch_log_group: { L: { retention_in_days: 30 } } },
  bucket: { aws_s3_bucket: { B: {} } },
  unknown: { aws_quantum_thing: { Q: {} } },
};
const kinds = Object.keys(parts) as (keyof typeof parts)[];

/** Resources of several kinds; an endpoint of each kind would share the requests, so that there is one at most. */
const resourcesOf = (names: readonly (keyof typeof parts)[]) =>
  names
    .filter((name) => name !== "serverless" || !names.includes("instances"))
    .flatMap((name) => stackOf(parts[name] as never));
const chosen = fc.subarray(kinds, { minLength: 1 });
const values = ({ min, expected, max }: Range) => [min, expected, max];

describe("a bill", () => {
  it("never falls when traffic grows", () => {
    fc.assert(
      fc.property(
        chosen,
        traffics,
        fc.double({ min: 1, max: 50, noNaN: true }),
        (names, traffic, times) => {
          const resources = resourcesOf(names);
          const more = { ...traffic, requestsPerMonth: traffic.requestsPerMonth * times };
          const [before, after] = [traffic, more].map((of) => values(estimate(resources, of).usd));
          return (before ?? []).every((usd, index) => usd <= (after?.[index] ?? 0) + 1e-6);
        },
      ),
    );
  });

  it("is the sum of its resources' bills, where nothing is shared and no tier is passed", () => {
    fc.assert(
      fc.property(chosen, traffics, (names, traffic) => {
        const few = { ...traffic, requestsPerMonth: traffic.requestsPerMonth % 1_000_000 };
        const whole = estimate(resourcesOf(names), few).usd.expected;
        const groups = names.filter(
          (name) => name !== "serverless" || !names.includes("instances"),
        );
        const sum = groups.reduce(
          (usd, name) => usd + estimate(resourcesOf([name]), few).usd.expected,
          0,
        );
        return Math.abs(whole - sum) < 1e-6 * Math.max(1, whole);
      }),
    );
  });

  it("has min ≤ expected ≤ max in each line and in all, and numbers everywhere", () => {
    fc.assert(
      fc.property(chosen, traffics, fc.boolean(), (names, traffic, freeTier) => {
        const bill = estimate(resourcesOf(names), traffic, { freeTier });
        return [bill, ...bill.lines].every(({ usd }) => {
          const { min, expected, max } = usd;
          return (
            values(usd).every((value) => Number.isFinite(value) && value >= 0) &&
            min <= expected + 1e-9 &&
            expected <= max + 1e-9
          );
        });
      }),
    );
  });

  it("names each resource exactly where it is: in a line, unpriced, or free", () => {
    fc.assert(
      fc.property(chosen, traffics, (names, traffic) => {
        const resources = resourcesOf(names);
        const { free, lines, unpriced } = estimate(resources, traffic);
        const counted = new Set([...lines, ...unpriced].map(({ origin }) => origin.address));
        return resources.every(
          ({ address }) => counted.has(address) !== free.some((of) => of.address === address),
        );
      }),
    );
  });

  it("never hides what is unpriced, whatever else there is", () => {
    fc.assert(
      fc.property(chosen, traffics, (names, traffic) => {
        const bill = estimate(resourcesOf(names), traffic);
        return (
          names.includes("unknown") ===
          bill.unpriced.some(({ item }) => item === "aws_quantum_thing")
        );
      }),
    );
  });
});
