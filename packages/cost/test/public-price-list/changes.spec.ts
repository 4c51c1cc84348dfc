import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { allPrices, changesFrom, type Offer, type Price, parseOffer, priceOf } from "../../src";

const recorded = (code: string): string =>
  readFileSync(join(__dirname, "recorded", `${code}.json`), "utf8");
const lambda = parseOffer(recorded("AWSLambda"), "us-east-1");
const sageMaker = parseOffer(recorded("AmazonSageMaker"), "us-east-1");
const cloudWatch = parseOffer(recorded("AmazonCloudWatch"), "us-east-1");

const request = priceOf("us-east-1", "lambda-request") as Price;
const seconds = priceOf("us-east-1", "lambda-gb-second-x86") as Price;
const hosting = priceOf("us-east-1", "hosting-instance-hour/ml.m5.xlarge") as Price;
const logs = priceOf("us-east-1", "logs-ingest-gb") as Price;

/** The offer with one product's attributes, unit or tiers changed. */
const withProduct = (
  offer: Offer,
  sku: string,
  change: Partial<Offer["products"][number]>,
): Offer => ({
  ...offer,
  products: offer.products.map((product) =>
    product.sku === sku ? { ...product, ...change } : product,
  ),
});

describe("an offer file", () => {
  it("is read with its code, date and prices on demand", () => {
    expect(lambda).toMatchObject({ code: "AWSLambda", published: "2025-10-01T00:00:00Z" });
    expect(lambda.products.find(({ sku }) => sku === "TG3M4CAGBA3NYQBH")).toMatchObject({
      unit: "Lambda-GB-Second",
      tiers: [{ upTo: 6e9, usd: 1.66667e-5 }, { upTo: 15e9, usd: 1.5e-5 }, { usd: 1.33334e-5 }],
    });
  });

  it("has no tier of its free allowance: a price here is without it", () => {
    const ofThreeGigabytes = sageMaker.products.find(({ sku }) => sku === "PUE6HBQ8KFHBUN5T");
    expect(ofThreeGigabytes?.tiers).toEqual([{ usd: 0.00006 }]);
  });

  /** Loosely typed, to be broken. */
  interface AnyOffer {
    products?: unknown;
    terms: { OnDemand?: Record<string, Record<string, { priceDimensions: object }>> };
  }
  const broken = (change: (offer: AnyOffer) => void): (() => Offer) => {
    const offer = JSON.parse(recorded("AWSLambda"));
    change(offer);
    return () => parseOffer(JSON.stringify(offer), "us-east-1");
  };
  const dimensionsOf = (offer: AnyOffer, sku: string): Record<string, unknown>[] =>
    Object.values(offer.terms.OnDemand?.[sku]?.[`${sku}.JRTCKXETXF`]?.priceDimensions ?? {});

  it.each([
    ["is not JSON", () => parseOffer("<html>", "us-east-1"), "offer file is not JSON"],
    ["is a list", () => parseOffer("[]", "us-east-1"), "offer file must be an object, got []"],
    [
      "has no products",
      broken((offer) => delete offer.products),
      "'products' must be an object, got nothing",
    ],
    [
      "has no terms on demand",
      broken((offer) => delete offer.terms.OnDemand),
      "'terms.OnDemand' must be an object, got nothing",
    ],
    [
      "has a price that is no number",
      broken((offer) => {
        const [dimension] = dimensionsOf(offer, "GU2ZS9HVP6QTQ7KE");
        if (dimension) dimension.pricePerUnit = { USD: "free" };
      }),
      "USD of GU2ZS9HVP6QTQ7KE must be a number from 0 or 'Inf', got \"free\"",
    ],
    [
      "has ranges with a gap",
      broken((offer) => {
        const last = dimensionsOf(offer, "TG3M4CAGBA3NYQBH").find((d) => d.endRange === "Inf");
        if (last) last.beginRange = "16000000000";
      }),
      "ranges of TG3M4CAGBA3NYQBH leave a gap or overlap at 16000000000",
    ],
  ])("that %s is refused", (_, read, problem) => {
    expect(read).toThrow(problem);
  });
});

describe("changes from an offer", () => {
  it("are none where the list confirms the prices", () => {
    const { changes, missing, unchanged } = changesFrom(lambda, allPrices);
    expect({ changes, missing }).toEqual({ changes: [], missing: [] });
    expect(unchanged).toHaveLength(8);
  });

  it("show a price, a tier's end or a number of tiers that differs, with SKU and date", () => {
    const cheaper = withProduct(lambda, "GU2ZS9HVP6QTQ7KE", { tiers: [{ usd: 1e-7 }] });
    expect(changesFrom(cheaper, [request]).changes).toEqual([
      {
        price: request,
        now: [{ usd: 1e-7 }],
        sku: "GU2ZS9HVP6QTQ7KE",
        published: "2025-10-01T00:00:00Z",
      },
    ]);
    const [first, second, third] = seconds.tiers;
    for (const tiers of [
      [{ ...first, upTo: 7e9 }, second, third],
      [first, third],
    ] as Offer["products"][number]["tiers"][]) {
      const offer = withProduct(lambda, "TG3M4CAGBA3NYQBH", { tiers });
      expect(changesFrom(offer, [seconds]).changes).toMatchObject([{ price: seconds, now: tiers }]);
    }
  });

  it("find every change of a price, however small, and no other", () => {
    const factor = fc
      .double({ min: 0.01, max: 100, noNaN: true })
      .filter((f) => Math.abs(f - 1) > 1e-6);
    fc.assert(
      fc.property(factor, (by) => {
        const usd = (request.tiers[0]?.usd ?? 0) * by;
        const offer = withProduct(lambda, "GU2ZS9HVP6QTQ7KE", { tiers: [{ usd }] });
        const { changes, unchanged } = changesFrom(offer, allPrices);
        expect(changes.map(({ price }) => price)).toEqual([request]);
        expect(unchanged).toHaveLength(7);
      }),
    );
  });

  it("say of SageMaker what differs and what the file lacks", () => {
    const { changes, missing, unchanged } = changesFrom(sageMaker, allPrices);
    expect(changes).toMatchObject([
      {
        price: { dimension: "serverless-provisioned-duration-gb-second" },
        now: [{ usd: 0.0000117 }],
      },
    ]);
    expect(unchanged.map(({ dimension }) => dimension)).toEqual(
      expect.arrayContaining([
        "hosting-instance-hour/ml.m5.xlarge",
        "training-instance-hour/ml.m5.xlarge",
        "serverless-gb-second",
        "serverless-provisioned-gb-second",
        "hosting-data-in-gb",
        "serverless-data-out-gb",
        "hosting-volume-gb-month",
      ]),
    );
    const reasons = Object.fromEntries(
      missing.map(({ price, reason }) => [price.dimension, reason]),
    );
    expect(reasons["hosting-instance-hour/ml.c5.large"]).toBe(
      "AmazonSageMaker has no product 'Host:ml.c5.large' in us-east-1",
    );
    expect(Object.keys(reasons).some((dimension) => dimension.startsWith("spot-"))).toBe(false);
  });

  it("take the region's own usage type before one without a prefix", () => {
    const offer = withProduct(cloudWatch, "MADEUPCWLOGS0002", { tiers: [{ usd: 9 }] });
    expect(changesFrom(offer, [logs]).unchanged).toEqual([logs]);
  });

  it("are not guessed where the unit, the product or its price is not clear", () => {
    const reasonOf = (offer: Offer, price: Price) => changesFrom(offer, [price]).missing[0]?.reason;
    expect(reasonOf(withProduct(sageMaker, "JDZQJFUVUR8SUWHS", { unit: "seconds" }), hosting)).toBe(
      "AmazonSageMaker charges 'Host:ml.m5.xlarge' by 'seconds', and no longer by 'Hrs'",
    );
    const elsewhere = { regionCode: "us-west-2", usagetype: "USE1-Host:ml.m5.xlarge" };
    expect(
      reasonOf(withProduct(sageMaker, "JDZQJFUVUR8SUWHS", { attributes: elsewhere }), hosting),
    ).toContain("has no product");
    const twice = [...sageMaker.products].filter(({ sku }) => sku === "JDZQJFUVUR8SUWHS");
    const other = twice.map((product) => ({ ...product, sku: "OTHER", tiers: [{ usd: 1 }] }));
    expect(reasonOf({ ...sageMaker, products: [...sageMaker.products, ...other] }, hosting)).toBe(
      "AmazonSageMaker has several products 'Host:ml.m5.xlarge' at different prices: JDZQJFUVUR8SUWHS, OTHER",
    );
  });

  it("leave other regions and services alone", () => {
    const elsewhere = parseOffer(recorded("AWSLambda"), "eu-west-1");
    expect(changesFrom(elsewhere, [request])).toEqual({ changes: [], missing: [], unchanged: [] });
    expect(changesFrom(lambda, [hosting])).toEqual({ changes: [], missing: [], unchanged: [] });
  });
});
