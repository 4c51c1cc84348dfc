/** How much a price can be trusted: read from AWS's own list, by several independent readers, or by one. */
export type Confidence = "high" | "medium";

/** One price, with where and when it was read. */
export interface Price {
  /** US dollars per unit, without tax, on demand. */
  readonly usd: number;
  readonly unit: "instance-hour";
  /** Prices differ by region. */
  readonly region: string;
  readonly source: string;
  /** When the source was read, ISO date or year and month. */
  readonly read: string;
  readonly confidence: Confidence;
}
