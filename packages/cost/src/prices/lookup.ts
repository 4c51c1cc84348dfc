import { allPrices } from "./all";
import type { Dimension } from "./dimensions";
import type { Price } from "./price";

/** Age in days above which a price is stale. */
export const staleAfterDays = 180;

/** Why a price should be checked before anyone relies on it. */
export type PriceFlag = "stale" | "low-confidence";

const known: ReadonlyMap<string, Price> = new Map(
  allPrices.map((price) => [`${price.region} ${price.dimension}`, price]),
);

/**
 * Returns what AWS charges for a dimension in a region; undefined if it has no price here, which never means that it is free.
 *
 * @example
 * import { charge, priceOf } from "@pictor/cost";
 *
 * const hour = priceOf("us-east-1", "hosting-instance-hour/ml.c5.large");
 * console.log(hour === undefined ? "unpriced" : charge(hour, 730));
 */
export function priceOf(region: string, dimension: Dimension): Price | undefined {
  return known.get(`${region} ${dimension}`);
}

/**
 * Returns the US dollars that a month's quantity costs, tier by tier.
 *
 * @param quantity - in the price's unit, 0 or more
 */
export function charge(price: Price, quantity: number): number {
  if (!(quantity >= 0 && Number.isFinite(quantity))) {
    throw new Error(
      `quantity of ${price.dimension} must be a number from 0, in ${price.unit}, got ${quantity}`,
    );
  }
  let from = 0;
  let usd = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd: each } of price.tiers) {
    usd += Math.max(0, Math.min(quantity, upTo) - from) * each;
    from = upTo;
  }
  return usd;
}

/**
 * Returns the reasons why a price should be checked; empty if there are none.
 *
 * @param on - the day of the question, `2026-11-28`
 */
export function flagsOf(
  price: Pick<Price, "read" | "confidence">,
  on: string,
): readonly PriceFlag[] {
  const days = (dayOf(on) - dayOf(price.read)) / 86_400_000;
  return [
    ...(days > staleAfterDays ? (["stale"] as const) : []),
    ...(price.confidence === "low" ? (["low-confidence"] as const) : []),
  ];
}

function dayOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw new Error(`date must be like '2026-11-28', got '${date}'`);
  return time;
}
