import type { BillLine, Estimate, LineFlag, Range, SummaryLine } from "@pictor/cost";
import { subtotals, summarise } from "@pictor/cost";
import { wrap } from "./wrap";

/** Columns of a terminal that the table fits. */
export const tableWidth = 100;

const moneyWidth = 10;
const itemWidth = 21;
const nameWidth = tableWidth - 3 * moneyWidth;
const calculationWidth = nameWidth - itemWidth - 3;

const marks: Readonly<Record<LineFlag, string>> = {
  assumption: "*",
  "low-confidence": "?",
  stale: "!",
};
const meanings: Readonly<Record<LineFlag, string>> = {
  assumption: "assumed, see below",
  "low-confidence": "a price of low confidence",
  stale: "a price that was read more than 180 days ago",
};

/** A bill as lines of at most {@link tableWidth} columns: by construct, with the arithmetic; what has no price, too. */
export function renderBill(title: string, bill: Estimate): string {
  return [
    ...wrap(title, tableWidth),
    "",
    row("US dollars a month", ["min", "expected", "max"]),
    ...subtotals(bill.lines, "construct").flatMap(({ name, usd, lines }) => [
      row(name, amounts(usd)),
      ...summarise(lines)
        .filter((line) => line.usd.max > 0)
        .flatMap(itemRows),
    ]),
    row("total", amounts(bill.usd)),
    ...unpricedLines(bill),
    ...notes(bill.lines),
  ].join("\n");
}

function itemRows({ item, count, usd, arithmetic, flags }: SummaryLine): string[] {
  const mark = flags.map((flag) => marks[flag]).join("");
  const name = wrap(`${item}${count > 1 ? ` (${count})` : ""}${mark && ` ${mark}`}`, itemWidth);
  // The column of expected amounts shows the result.
  const calculation = wrap(arithmetic.replace(/ = \$[\d.,]+$/, ""), calculationWidth);
  const height = Math.max(name.length, calculation.length);
  return Array.from({ length: height }, (_, index) => {
    const text = `  ${(name[index] ?? "").padEnd(itemWidth)} ${calculation[index] ?? ""}`;
    return index === 0 ? row(text, amounts(usd)) : text.trimEnd();
  });
}

function row(name: string, columns: readonly string[]): string {
  return (
    name.slice(0, nameWidth).padEnd(nameWidth) +
    columns.map((text) => text.padStart(moneyWidth)).join("")
  );
}

function amounts({ min, expected, max }: Range): string[] {
  return [min, expected, max].map(money);
}

/** Dollars to the cent; less than half a cent is not shown as nothing. */
export function money(usd: number): string {
  if (usd > 0 && usd < 0.005) return "<0.01";
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function unpricedLines({ unpriced }: Estimate): string[] {
  if (unpriced.length === 0) return [];
  return [
    "",
    `NOT IN THE TOTAL: ${unpriced.length} without a price`,
    ...unpriced.flatMap(({ origin, item, reason }) =>
      bullet(`${origin.address}${item === origin.type ? "" : `, ${item}`}: ${reason}`),
    ),
  ];
}

function notes(lines: readonly BillLine[]): string[] {
  const flags = new Set(lines.filter(({ usd }) => usd.max > 0).flatMap((line) => line.flags));
  const legend = (Object.keys(marks) as LineFlag[])
    .filter((flag) => flags.has(flag))
    .map((flag) => `${marks[flag]} ${meanings[flag]}`);
  const assumptions = new Set(
    lines.filter(({ usd }) => usd.max > 0).flatMap(({ assumption }) => assumption ?? []),
  );
  if (legend.length === 0) return [];
  return ["", ...wrap(legend.join("; "), tableWidth), ...[...assumptions].flatMap(bullet)];
}

function bullet(text: string): string[] {
  return wrap(text, tableWidth - 2).map((line, index) => `${index === 0 ? "-" : " "} ${line}`);
}
