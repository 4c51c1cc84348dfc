import { type Estimate, subtotals } from "@pictor/cost";
import { money } from "./table";

/** A bill with the name of its environment. */
export interface NamedBill {
  readonly name: string;
  readonly bill: Estimate;
}

const columnWidth = 14;
const nameWidth = 30;

/** Bills side by side, by construct: what is expected, and the least and the most in the last lines. */
export function renderComparison(bills: readonly NamedBill[]): string {
  const parts = bills.map(
    ({ bill }) =>
      new Map(
        subtotals(bill.lines, "construct").map(({ name, usd }) => [
          constructOf(name),
          usd.expected,
        ]),
      ),
  );
  const constructs = [...new Set(parts.flatMap((part) => [...part.keys()]))];
  return [
    row(
      "US dollars a month",
      bills.map(({ name }) => name),
    ),
    ...constructs.map((construct) =>
      row(
        construct,
        parts.map((part) => (part.has(construct) ? money(part.get(construct) ?? 0) : "-")),
      ),
    ),
    row(
      "total",
      bills.map(({ bill }) => money(bill.usd.expected)),
    ),
    row(
      "min",
      bills.map(({ bill }) => money(bill.usd.min)),
    ),
    row(
      "max",
      bills.map(({ bill }) => money(bill.usd.max)),
    ),
    row(
      "without a price",
      bills.map(({ bill }) => String(bill.unpriced.length)),
    ),
  ].join("\n");
}

/** The construct without its stack: `prod-data/Key` is `Key`. */
function constructOf(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}

function row(name: string, columns: readonly string[]): string {
  return name.padEnd(nameWidth) + columns.map((text) => text.padStart(columnWidth)).join("");
}
