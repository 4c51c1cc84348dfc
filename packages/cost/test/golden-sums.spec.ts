import { instanceTypes } from "@pictor/contracts";
import { allPrices, charge, dimensions, instanceDimension, type Price, priceOf } from "../src";
import { listingOf } from "../src/public-price-list/products";
import {
  type GoldenSum,
  infracostSums,
  listSums,
  monthsOfHosting,
  monthsOnLargerTypes,
} from "./golden-sums";

const cents = (usd: number): number => Math.round(usd * 100);
const us = (dimension: Price["dimension"]): Price => priceOf("us-east-1", dimension) as Price;

function holds([dimension, quantity, unit, usd]: GoldenSum): void {
  expect(us(dimension).unit).toBe(unit);
  expect(cents(charge(us(dimension), quantity))).toBe(cents(usd));
}

describe("by Infracost's golden files", () => {
  it.each(infracostSums)("%s × %d %s is $%d", (...sum) => holds(sum));
});

describe("by AWS's list", () => {
  it.each(listSums)("%s × %d %s is $%d", (...sum) => holds(sum));

  it.each(Object.entries({ ...monthsOfHosting, ...monthsOnLargerTypes }))(
    "a month of hosting on %s is $%d",
    (type, usd) => {
      holds([instanceDimension("hosting", type), 730, "instance-hour", usd]);
    },
  );
});

describe("a sum stands for", () => {
  const held = [...infracostSums, ...listSums].map(([dimension]) => dimension);

  it("every dimension", () => {
    const rest = Object.keys(dimensions).filter((d) => !(held as readonly string[]).includes(d));
    expect(rest).toEqual([]);
    expect(Object.keys(monthsOfHosting)).toEqual(Object.keys(instanceTypes));
    const hosting = allPrices.filter(
      ({ region, dimension }) => region === "us-east-1" && dimension.startsWith("hosting-instance"),
    );
    const types = hosting.map(({ dimension }) => dimension.replace("hosting-instance-hour/", ""));
    expect(types.sort()).toEqual(
      Object.keys({ ...monthsOfHosting, ...monthsOnLargerTypes }).sort(),
    );
  });

  it("at least $1 of every dimension, so that a change of one percent shows", () => {
    const largest = (dimension: string): number =>
      Math.max(
        ...[...infracostSums, ...listSums]
          .filter(([d]) => d === dimension)
          .map(([, , , usd]) => usd),
      );
    expect(held.filter((dimension) => largest(dimension) < 1)).toEqual([]);
  });

  it("the last tier of every dimension, and so for each one before", () => {
    const largest = (dimension: string): number =>
      Math.max(
        ...[...infracostSums, ...listSums].filter(([d]) => d === dimension).map(([, n]) => n),
      );
    const short = held.filter((d) => largest(d) <= (us(d).tiers.at(-2)?.upTo ?? 0));
    expect(short).toEqual([]);
  });
});

describe("the unit of", () => {
  /** Ours, by AWS's. */
  const units: Readonly<Record<string, readonly Price["unit"][]>> = {
    GB: ["GB"],
    "GB-Mo": ["GB-month"],
    Hrs: ["hour", "instance-hour"],
    Metrics: ["metric-month"],
    Month: ["rule-month", "web-acl-month"],
    Request: ["request"],
    // The product of 1 GB.
    seconds: ["GB-second"],
  };
  const listed = Object.keys(dimensions).flatMap((key) => {
    const dimension = key as Price["dimension"];
    const listing = listingOf(dimension);
    return "notCompared" in listing || listing.unit === undefined
      ? []
      : [[dimension, listing.unit] as const];
  });

  it.each(listed)("%s is %s in AWS's list", (dimension, unit) => {
    expect(units[unit]).toContain(us(dimension).unit);
  });
});
