import { charge, type Dimension, priceOf, shippedTrafficOf } from "../src";
import { documentRows } from "./costs-document";

const seed = shippedTrafficOf("seed");
const month = seed.requestsPerMonth;

/** The lines that Pictor was asked for with: what each counts at the seed's traffic, and its dimension. */
const lines: Readonly<Record<string, readonly [Dimension, number]>> = {
  "ml.m5.xlarge, hours": ["hosting-instance-hour/ml.m5.xlarge", 730],
  "API requests": ["api-gateway-rest-request", month],
  "Lambda invocations": ["lambda-request", month * seed.functionInvocationsPerRequest],
  "Lambda GB-seconds": [
    "lambda-gb-second-x86",
    month * seed.functionInvocationsPerRequest * ((seed.functionMs ?? 0) / 1000) * 0.5,
  ],
  "S3, GB": ["s3-standard-gb-month", seed.storedGb],
  "transfer in the region, GB": ["interface-endpoint-gb", (month * seed.imageBytes) / 1e9],
  "logs, GB": ["logs-ingest-gb", (month * seed.logBytesPerRequest) / 1e9],
};

const named = (names: readonly string[], cells: number) =>
  documentRows.filter(([name = "", ...rest]) => names.includes(name) && rest.length === cells - 1);
/** Quantity, rate and USD of each line; rate and USD at list prices. */
const rows = named(Object.keys(lines), 4);
const listed = named(Object.keys(lines), 3);
const [total] = named(["together"], 4);
const [listedTotal] = named(["together"], 3);
const sum = (of: typeof rows, column: number) =>
  of.reduce((usd, row) => usd + Number(row[column]), 0);

describe("the table that Pictor was asked for with", () => {
  it.each(rows.map((row) => [row[0] ?? "", row] as const))(
    "has the seed's quantity and its rate: %s",
    (name, row) => {
      const [, quantity, rate, usd] = row.map(Number);
      expect(quantity).toBeCloseTo(lines[name]?.[1] ?? Number.NaN);
      expect(usd).toBeCloseTo((quantity ?? 0) * (rate ?? 0), 2);
    },
  );

  it("adds up at its rates", () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(lines));
    expect(Number(total?.[3])).toBeCloseTo(sum(rows, 3), 2);
    expect(Number(total?.[3])).toBeCloseTo(158.41, 2);
  });

  it.each(listed.map((row) => [row[0] ?? "", row] as const))(
    "has the list price below it: %s",
    (name, row) => {
      const [dimension, quantity] = lines[name] ?? [];
      const price = dimension && priceOf("us-east-1", dimension);
      if (price === undefined) throw new Error(`no price of ${name}`);
      expect(price.tiers[0]?.usd).toBe(Number(row[1]));
      expect(Number(row[2])).toBeCloseTo(charge(price, quantity ?? 0), 2);
    },
  );

  it("is too low by the difference of EC2's price and SageMaker's, and by nothing else", () => {
    expect(listed.map(([name]) => name)).toEqual(Object.keys(lines));
    expect(Number(listedTotal?.[2])).toBeCloseTo(sum(listed, 2), 2);
    expect(Number(listedTotal?.[2]) - Number(total?.[3])).toBeCloseTo(730 * (0.23 - 0.192), 2);
  });
});
