import { dollars } from "@pictor/cost";
import type { CostDelta } from "../review/review";
import { code, type Row, row } from "./row";

/** Most resources that are named; the JSON has all. */
const most = 8;

/** Writes what a plan does to the monthly bill. What has no price is named, and is never 0 dollars. */
export function costRows({ before, after, delta, lines, unpriced, traffic }: CostDelta): Row[] {
  const named = unpriced.slice(0, most).map(({ address }) => address);
  const total = `${dollars(cents(before))} → ${dollars(cents(after))} with the traffic '${traffic}', at list prices`;
  const headline =
    lines.length > 0
      ? row(
          { strong: `${signed(delta)} a month` },
          `: ${total}${unpriced.length > 0 ? ", without what is named below" : ""}`,
        )
      : row(
          unpriced.length > 0
            ? "nothing that changes has a price here"
            : "nothing that changes costs anything by the month",
        );
  return [
    headline,
    ...lines
      .slice(0, most)
      .map((line) => row(`${signed(line.after - line.before)} `, code(line.address))),
    ...(lines.length > most ? [row(`and ${lines.length - most} more`)] : []),
    ...(unpriced.length > 0
      ? [
          row(
            { strong: `not priced, may cost anything: ${unpriced.length}` },
            " ",
            code(named.join(", ")),
            unpriced.length > most ? ` and ${unpriced.length - most} more` : "",
          ),
        ]
      : []),
  ];
}

function signed(usd: number): string {
  const rounded = cents(usd);
  return `${rounded < 0 ? "-" : "+"}${dollars(Math.abs(rounded))}`;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
