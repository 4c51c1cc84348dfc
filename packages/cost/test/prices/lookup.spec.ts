import * as fc from "fast-check";
import { allPrices, charge, flagsOf, instanceDimension, type Price, priceOf } from "../../src";

const tiered = priceOf("us-east-1", "api-gateway-rest-request") as Price;
const flat = priceOf("us-east-1", "hosting-instance-hour/ml.m5.xlarge") as Price;
const anyPrice = fc.constantFrom(...allPrices);
/** Quantities in the order of magnitude of the price's own tiers. */
const quantityOf = (price: Price) =>
  fc.double({ min: 0, max: 2 * (price.tiers.at(-2)?.upTo ?? 1e6), noNaN: true });
const priceAndTwoQuantities = anyPrice.chain((price) =>
  fc.tuple(fc.constant(price), quantityOf(price), quantityOf(price)),
);

describe("a price", () => {
  it("is looked up by region and dimension", () => {
    expect(priceOf("us-east-1", "hosting-instance-hour/ml.m5.xlarge")).toMatchObject({
      service: "AmazonSageMaker",
      unit: "instance-hour",
      tiers: [{ usd: 0.23 }],
    });
  });

  it("is undefined, and not 0, where it is unknown", () => {
    expect(priceOf("us-east-1", "hosting-instance-hour/ml.p99.large")).toBeUndefined();
    expect(priceOf("xx-nowhere-1", "lambda-request")).toBeUndefined();
  });

  it("is refused for what is not an instance type of SageMaker", () => {
    expect(() => instanceDimension("hosting", "m5.large")).toThrow("got 'm5.large'");
  });
});

describe("a charge", () => {
  it("is that of the first tier up to its end, and of the next one only beyond", () => {
    expect(charge(tiered, 333e6)).toBeCloseTo(1165.5, 8);
    expect(charge(tiered, 333e6 + 1e6)).toBeCloseTo(1165.5 + 2.8, 8);
    expect(charge(tiered, 1000e6)).toBeCloseTo(1165.5 + 667 * 2.8, 8);
  });

  it("of nothing is 0", () => {
    for (const price of allPrices) expect(charge(price, 0)).toBe(0);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("of %s is refused", (quantity) => {
    expect(() => charge(flat, quantity)).toThrow(
      `quantity of hosting-instance-hour/ml.m5.xlarge must be a number from 0, in instance-hour, got ${quantity}`,
    );
  });

  it("never falls where the quantity grows, and is never NaN", () => {
    fc.assert(
      fc.property(priceAndTwoQuantities, ([price, one, two]) => {
        const [less, more] = [charge(price, Math.min(one, two)), charge(price, Math.max(one, two))];
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });

  it("has no step at a tier's end", () => {
    for (const price of allPrices) {
      for (const { upTo } of price.tiers) {
        if (upTo === undefined) continue;
        const step = charge(price, upTo * (1 + 1e-9)) - charge(price, upTo);
        expect(step).toBeLessThan(1e-8 * charge(price, upTo));
      }
    }
  });

  it("adds up where there is one tier", () => {
    const oneTier = anyPrice.filter(({ tiers }) => tiers.length === 1);
    const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(oneTier, amount, amount, (price, one, two) => {
        const together = charge(price, one + two);
        expect(charge(price, one) + charge(price, two)).toBeCloseTo(together, 4);
      }),
    );
  });
});

describe("flags of a price", () => {
  const read = { read: "2026-06-01", confidence: "high" } as const;

  it("say stale from the 181st day on", () => {
    expect(flagsOf(read, "2026-11-28")).toEqual([]);
    expect(flagsOf(read, "2026-11-29")).toEqual(["stale"]);
  });

  it("say low confidence", () => {
    expect(flagsOf({ ...read, confidence: "low" }, "2026-06-01")).toEqual(["low-confidence"]);
    expect(flagsOf({ ...read, confidence: "medium" }, "2026-06-01")).toEqual([]);
  });

  it("refuse what is no date", () => {
    expect(() => flagsOf(read, "tomorrow")).toThrow(
      "date must be like '2026-11-28', got 'tomorrow'",
    );
  });
});
