import type { Dimension, Service, Unit } from "./dimensions";

/**
 * How far a price can be trusted.
 *
 * - `high`: AWS's own price list or price page, or copies of it that agree; the text was read.
 * - `medium`: one public copy that nothing contradicts, or AWS's documented rule applied to a price of `high`.
 * - `low`: remembered, extrapolated, or a discount that AWS changes all the time.
 */
export type Confidence = "high" | "medium" | "low";

/** A part of a month's quantity with its own price per unit. */
export interface Tier {
  /** Quantity in a month at which the tier ends, this quantity included; none in the last tier. */
  readonly upTo?: number;
  /** US dollars per unit, without tax, on demand. */
  readonly usd: number;
}

/** What AWS charges for one dimension in one region, with where and when that was read. */
export interface Price {
  /** AWS's offer code, for example `AmazonSageMaker`. */
  readonly service: Service;
  readonly dimension: Dimension;
  readonly unit: Unit;
  /** Region's code, for example `us-east-1`. */
  readonly region: string;
  /** By growing `upTo`; at least one, and only the last has no `upTo`. */
  readonly tiers: readonly Tier[];
  /** Address of a page or file, or the id of AWS's price list. */
  readonly source: string;
  /** When the source was read: `2026-11-28`. A copy's own date, where it has one, is part of `source`. */
  readonly read: string;
  readonly confidence: Confidence;
}
