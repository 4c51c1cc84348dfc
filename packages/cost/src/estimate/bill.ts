import type { Dimension, Unit } from "../prices/dimensions";
import { freeAllowances } from "../prices/free-tier";
import { charge, flagsOf, type PriceFlag, priceOf } from "../prices/lookup";
import type { Price } from "../prices/price";
import type { Resource } from "../resources/resource";
import { arithmetic } from "./arithmetic";
import { groupBy } from "./group-by";
import { fixed, mapRange, type Range, sumRanges, type Usage } from "./usage";

/** Where a cost arises. */
export type Origin = Pick<
  Resource,
  "address" | "type" | "region" | "constructPath" | "stack" | "environment"
>;

/** A quantity with where it arises. */
export interface PlacedUsage extends Usage {
  readonly origin: Origin;
}

/** A line's reasons to check it before anyone relies on it. */
export type LineFlag = PriceFlag | "assumption";

/** One line of a bill. */
export interface BillLine {
  readonly origin: Origin;
  readonly item: string;
  readonly dimension: Dimension;
  readonly unit: Unit;
  readonly quantity: Range;
  /** US dollars a month. */
  readonly usd: Range;
  /** Quantity, price and result as text. */
  readonly arithmetic: string;
  readonly flags: readonly LineFlag[];
  readonly assumption?: string;
  readonly confidence: Price["confidence"];
}

/** Something that costs and has no price here. */
export interface Unpriced {
  readonly origin: Origin;
  readonly item: string;
  readonly reason: string;
}

/** What a bill is made by, besides the usage. */
export interface PriceOptions {
  /** The day on which prices are judged stale. @default today */
  readonly on?: string;
  /** Subtract what AWS gives each account each month: true only of an account that has nothing else. @default false */
  readonly freeTier?: boolean;
}

/**
 * Prices quantities.
 *
 * Tiers and allowances are the account's: they apply to the sum of a dimension in a region, and each line bears its part
 * of that sum's price by its quantity. Below the first tier's end, without allowances, a bill is therefore the sum of the
 * bills of its resources; above it a larger bill has a lower price for each unit.
 */
export function priceUsage(
  usage: readonly PlacedUsage[],
  { on = today(), freeTier = false }: PriceOptions = {},
): { readonly lines: readonly BillLine[]; readonly unpriced: readonly Unpriced[] } {
  const sums = sumsOf(usage);
  const lines: BillLine[] = [];
  const unpriced: Unpriced[] = [];
  for (const used of usage) {
    const { origin, item, dimension, assumption } = used;
    const price = origin.region === undefined ? undefined : priceOf(origin.region, dimension);
    if (price === undefined) {
      unpriced.push({ origin, item, reason: reasonOf(origin, dimension) });
      continue;
    }
    const quantity = rangeOf(used.quantity);
    const sum = sums.get(key(origin, dimension)) ?? quantity;
    const share = freeTier ? allowedShare(dimension, sums, origin) : fixed(1);
    const usd = {
      min: part(price, quantity.min, sum.min, share.min),
      expected: part(price, quantity.expected, sum.expected, share.expected),
      max: part(price, quantity.max, sum.max, share.max),
    };
    lines.push({
      origin,
      item,
      dimension,
      unit: price.unit,
      quantity,
      usd,
      arithmetic: arithmetic({ ...used, price, quantity, sum, usd, isReduced: share.expected < 1 }),
      flags: [
        ...flagsOf(price, on),
        ...(assumption === undefined ? [] : (["assumption"] as const)),
      ],
      ...(assumption !== undefined && { assumption }),
      confidence: price.confidence,
    });
  }
  return { lines, unpriced };
}

/** Part of an account's charge that a quantity bears. */
function part(price: Price, quantity: number, sum: number, charged: number): number {
  return sum === 0 ? 0 : charge(price, sum * charged) * (quantity / sum);
}

function rangeOf(quantity: Usage["quantity"]): Range {
  return typeof quantity === "number" ? fixed(quantity) : quantity;
}

function key({ region }: Origin, dimension: Dimension): string {
  return `${region} ${dimension}`;
}

function sumsOf(usage: readonly PlacedUsage[]): ReadonlyMap<string, Range> {
  const groups = groupBy(usage, ({ origin, dimension }) => key(origin, dimension));
  return new Map(
    [...groups].map(([of, used]) => [of, sumRanges(used.map(({ quantity }) => rangeOf(quantity)))]),
  );
}

/** Share of a sum that is charged after the allowance, which several dimensions may have together. */
function allowedShare(
  dimension: Dimension,
  sums: ReadonlyMap<string, Range>,
  origin: Origin,
): Range {
  const allowance = freeAllowances.find(({ dimensions }) =>
    dimensions.includes(dimension as never),
  );
  if (allowance === undefined) return fixed(1);
  const all = sumRanges(allowance.dimensions.map((of) => sums.get(key(origin, of)) ?? fixed(0)));
  return mapRange(all, (total) =>
    total === 0 ? 0 : Math.max(0, total - allowance.quantity) / total,
  );
}

function reasonOf({ region }: Origin, dimension: Dimension): string {
  return region === undefined
    ? "the input does not name its region"
    : `${dimension} has no price here in ${region}`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
