import type { Dimension } from "../prices/dimensions";
import type { Resource } from "../resources/resource";
import type { Surroundings } from "./surroundings";

/** A month's quantity or cost: at autoscaling's least, as the traffic needs it, and at autoscaling's most. */
export interface Range {
  readonly min: number;
  readonly expected: number;
  readonly max: number;
}

/** A quantity in a month that AWS charges for. */
export interface Usage {
  /** What it is, for people: `instance hours`. */
  readonly item: string;
  readonly dimension: Dimension;
  readonly quantity: number | Range;
  /** How the expected quantity comes about: `2 × 730 h`. */
  readonly basis: string;
  /** What was assumed since nothing says it. */
  readonly assumption?: string;
}

/** A cost that exists and cannot be computed. */
export interface Uncounted {
  readonly item: string;
  /** Why it has no price. */
  readonly unpriced: string;
}

/** Quantities of one resource. */
export type UsageOf = (
  resource: Resource,
  surroundings: Surroundings,
) => readonly (Usage | Uncounted)[];

/** Functions by the types of their resources. */
export type Family = Readonly<Record<string, UsageOf>>;

/** A range whose bounds are the same. */
export function fixed(quantity: number): Range {
  return { min: quantity, expected: quantity, max: quantity };
}

/** Applies a function to the three values of a range. */
export function mapRange({ min, expected, max }: Range, map: (value: number) => number): Range {
  return { min: map(min), expected: map(expected), max: map(max) };
}

/** Sum of ranges. */
export function sumRanges(ranges: readonly Range[]): Range {
  const sum = (key: keyof Range): number => ranges.reduce((total, range) => total + range[key], 0);
  return { min: sum("min"), expected: sum("expected"), max: sum("max") };
}

/** A quantity as text, with thousands separated and at most four decimals. */
export function amount(quantity: number): string {
  const digits = Math.abs(quantity) < 0.001 && quantity !== 0 ? 8 : 4;
  return quantity.toLocaleString("en-US", { maximumFractionDigits: digits });
}
