import { dollars } from "./arithmetic";
import type { BillLine, LineFlag } from "./bill";
import { groupBy } from "./group-by";
import { amount, type Range, sumRanges } from "./usage";

/** Lines of a bill that are alike: an item of several resources. */
export interface SummaryLine {
  readonly item: string;
  /** How many lines it stands for. */
  readonly count: number;
  readonly usd: Range;
  readonly arithmetic: string;
  readonly flags: readonly LineFlag[];
}

/** Returns one line for each item and price, the most expensive first. */
export function summarise(lines: readonly BillLine[]): readonly SummaryLine[] {
  const alike = groupBy(
    lines,
    ({ item, dimension, origin }) => `${item} ${dimension} ${origin.region}`,
  );
  return [...alike.values()]
    .map((of) => summaryOf(of))
    .sort((a, b) => b.usd.expected - a.usd.expected || b.usd.max - a.usd.max);
}

function summaryOf(lines: readonly BillLine[]): SummaryLine {
  const [first] = lines;
  if (first === undefined) throw new Error("a group has at least one line");
  const usd = sumRanges(lines.map((line) => line.usd));
  const quantity = lines.reduce((sum, line) => sum + line.quantity.expected, 0);
  return {
    item: first.item,
    count: lines.length,
    usd,
    arithmetic:
      lines.length === 1
        ? first.arithmetic
        : `${amount(quantity)} ${first.unit} of ${lines.length} resources${quantity > 0 ? ` × ${dollars(usd.expected / quantity)}` : ""} = ${dollars(usd.expected)}`,
    flags: [...new Set(lines.flatMap(({ flags }) => flags))],
  };
}
