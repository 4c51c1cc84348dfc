import { charge, type Price, priceOf } from "../src";
import { publicExamples } from "./public-examples";

const totalOf = ({ region, lines }: (typeof publicExamples)[number]): number =>
  lines.reduce((sum, { dimension, quantity }) => {
    const price = priceOf(region, dimension);
    if (price === undefined) throw new Error(`${dimension} has no price in ${region}`);
    return sum + charge(price, quantity);
  }, 0);

const cents = (usd: number): number => Math.round(usd * 100);

describe("a published sum is reproduced to the cent, or its difference is explained:", () => {
  it.each(publicExamples.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const { usd, difference } = example;
    expect(cents(totalOf(example))).toBe(cents(usd + (difference?.usd ?? 0)));
  });

  it("most of them agree, and the lines of hosting and serverless inference are among those", () => {
    const agreeing = publicExamples.filter(({ difference }) => difference === undefined);
    expect(agreeing.length).toBeGreaterThan(publicExamples.length * 0.75);
    const dimensions = agreeing.flatMap(({ lines }) => lines.map(({ dimension }) => dimension));
    expect(dimensions).toEqual(
      expect.arrayContaining([
        "hosting-instance-hour/ml.c5.large",
        "hosting-instance-hour/ml.m5.xlarge",
        "hosting-volume-gb-month",
        "hosting-data-in-gb",
        "hosting-data-out-gb",
        "serverless-gb-second",
        "serverless-data-in-gb",
      ]),
    );
  });

  it("they come from more than five published places", () => {
    const places = new Set(publicExamples.map(({ source }) => source.replace(/ \(.*/, "")));
    expect(places.size).toBeGreaterThan(5);
  });
});

/** Sums computed apart from this code, through every tier up to the one in which they end. */
describe("1,000 requests a second for a month of 730 hours", () => {
  const requests = 1_000 * 730 * 3600;

  it.each([
    ["api-gateway-rest-request", requests, 6_907.74],
    ["api-gateway-http-request", requests, 2_395.2],
    ["waf-request", requests, 1_576.8],
    ["lambda-request", requests, 525.6],
    ["lambda-gb-second-x86", requests * 0.25 * 0.15, 1_642.5],
    ["lambda-gb-second-arm", requests * 0.25 * 0.15, 1_314],
    ["hosting-data-in-gb", requests * 1e-4, 4_204.8],
    ["interface-endpoint-gb", requests * 1e-4, 2_628],
    ["logs-ingest-gb", requests * 1e-6, 1_314],
  ] as const)("%s × %d is $%d", (dimension, quantity, usd) => {
    expect(charge(priceOf("us-east-1", dimension) as Price, quantity)).toBeCloseTo(usd, 1);
  });
});
