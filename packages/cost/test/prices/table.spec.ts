import {
  allPrices,
  dimensions,
  freeAllowances,
  freeResourceTypes,
  pricingOf,
  serviceAndUnit,
} from "../../src";

describe("every price", () => {
  it.each(allPrices.map((price) => [`${price.region} ${price.dimension}`, price] as const))(
    "%s has a source, a date, and tiers that grow",
    (_, price) => {
      expect(price.source.length).toBeGreaterThan(10);
      expect(Date.parse(price.read)).toBeLessThanOrEqual(Date.parse("2026-11-28"));
      expect(price.read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect([price.service, price.unit]).toEqual(serviceAndUnit(price.dimension));
      const ends = price.tiers.map(({ upTo }) => upTo);
      expect(ends.at(-1)).toBeUndefined();
      expect(ends.slice(0, -1)).toEqual([...new Set(ends.slice(0, -1))].sort(numerically));
      for (const { usd } of price.tiers) expect(usd).toBeGreaterThan(0);
    },
  );

  it("of high confidence names an address where it can be read", () => {
    const trusted = allPrices.filter(({ confidence }) => confidence === "high");
    expect(trusted.length).toBeGreaterThan(80);
    expect(trusted.filter(({ source }) => !source.includes("https://"))).toEqual([]);
  });

  it("that nobody read is of low confidence", () => {
    const unread = allPrices.filter(({ source }) =>
      /from memory, not read|no text was read/.test(source),
    );
    expect(unread.length).toBeGreaterThan(20);
    expect(new Set(unread.map(({ confidence }) => confidence))).toEqual(new Set(["low"]));
  });

  it("stands once", () => {
    const keys = allPrices.map(({ region, dimension }) => `${region} ${dimension}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

describe("resource types", () => {
  it("are priced, free, or unknown", () => {
    expect(pricingOf("aws_sagemaker_endpoint")).toMatchObject({ kind: "priced" });
    expect(pricingOf("aws_iam_role")).toEqual({
      kind: "free",
      source: expect.stringContaining("https://aws.amazon.com/iam/"),
    });
    expect(pricingOf("aws_unheard_of")).toBeUndefined();
    expect(pricingOf("toString")).toBeUndefined();
  });

  it("are free with a source that can be followed, and not priced as well", () => {
    for (const [type, source] of Object.entries(freeResourceTypes)) {
      expect(source).toMatch(/^https:\/\//);
      expect(pricingOf(type)).toEqual({ kind: "free", source });
    }
  });
});

describe("free allowances", () => {
  it("are positive, stand once for a dimension, and name the page that grants them", () => {
    for (const { quantity, source } of freeAllowances) {
      expect(quantity).toBeGreaterThan(0);
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
    }
    const granted = freeAllowances.flatMap(({ dimensions: shared }) => shared);
    expect(new Set(granted).size).toBe(granted.length);
  });
});

it("dimensions are lower case with hyphens", () => {
  for (const dimension of Object.keys(dimensions)) expect(dimension).toMatch(/^[a-z0-9.-]+$/);
});

const numerically = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0);
