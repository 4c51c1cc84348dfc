import { subtotals } from "@pictor/cost";
import { colours, element, label, picture, ticks } from "../drawing/svg";
import type { NamedBill } from "./compare";
import { money } from "./table";

const width = 860;
const left = 90;
const right = 230;
const barHeight = 44;
const rowHeight = 74;
const top = 56;
/** Parts with a colour of their own; the others are one. */
const mostParts = colours.length - 1;

/** Draws each bill as a bar of its constructs, with the range of autoscaling as a line above it. */
export function drawBills(title: string, bills: readonly NamedBill[]): string {
  const steps = ticks(Math.max(...bills.map(({ bill }) => bill.usd.max), 1));
  const scale = (width - left - right) / (steps.at(-1) ?? 1);
  const bottom = top + bills.length * rowHeight;
  const names = partNames(bills);
  return picture(width, Math.max(bottom + 40, top + names.length * 20 + 40), title, [
    label(16, 26, title, { "font-size": 15, "font-weight": "bold" }),
    ...steps.flatMap((usd) => {
      const x = left + usd * scale;
      return [
        element("line", { x1: x, y1: top - 8, x2: x, y2: bottom, stroke: "#dddddd" }),
        label(x, bottom + 18, `$${usd.toLocaleString("en-US")}`, { "text-anchor": "middle" }),
      ];
    }),
    ...bills.flatMap((named, index) => bar(named, names, top + index * rowHeight, scale)),
    ...names.flatMap((name, index) => [
      element("rect", {
        x: width - right + 24,
        y: top + index * 20,
        width: 12,
        height: 12,
        fill: colourOf(index),
      }),
      label(width - right + 42, top + index * 20 + 11, name),
    ]),
  ]);
}

function bar(
  { name, bill }: NamedBill,
  names: readonly string[],
  y: number,
  scale: number,
): string[] {
  let x = left;
  const sums = partsOf({ name, bill }, names);
  const parts = names.map((part, index) => {
    const length = (sums.get(part) ?? 0) * scale;
    const drawn = element(
      "rect",
      { x, y: y + 12, width: length, height: barHeight, fill: colourOf(index) },
      element("title", {}, `${part}: $${money(sums.get(part) ?? 0)}`),
    );
    x += length;
    return drawn;
  });
  const { min, expected, max } = bill.usd;
  return [
    label(left - 10, y + 38, name, { "text-anchor": "end", "font-weight": "bold" }),
    ...parts,
    label(
      left + 4,
      y + 7,
      `$${money(expected)} a month${max > min ? `, $${money(min)} to $${money(max)}` : ""}${bill.unpriced.length > 0 ? `, and ${bill.unpriced.length} without a price` : ""}`,
    ),
    element("line", {
      x1: left + min * scale,
      y1: y + 60,
      x2: left + max * scale,
      y2: y + 60,
      stroke: "#333333",
      "stroke-width": 2,
    }),
  ];
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? "#000000";
}

/** Constructs of all bills, the most expensive first; beyond the colours there are `others`. */
function partNames(bills: readonly NamedBill[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const named of bills) {
    for (const { name, usd } of subtotals(named.bill.lines, "construct")) {
      const construct = shortOf(name);
      sums.set(construct, (sums.get(construct) ?? 0) + usd.expected);
    }
  }
  const sorted = [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return sorted.length <= mostParts ? sorted : [...sorted.slice(0, mostParts), "others"];
}

function partsOf({ bill }: NamedBill, names: readonly string[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { name, usd } of subtotals(bill.lines, "construct")) {
    const part = names.includes(shortOf(name)) ? shortOf(name) : "others";
    sums.set(part, (sums.get(part) ?? 0) + usd.expected);
  }
  return sums;
}

function shortOf(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
