import type { BillLine, Origin } from "./bill";
import { groupBy } from "./group-by";
import { type Range, sumRanges } from "./usage";

/** A part of a bill. */
export interface Subtotal {
  readonly name: string;
  readonly usd: Range;
  readonly lines: readonly BillLine[];
}

/** What a bill can be summed up by. */
export type Grouping = "resource" | "construct" | "environment" | "type";

/** Returns the parts of a bill, the most expensive first; their sum is the bill's. */
export function subtotals(lines: readonly BillLine[], by: Grouping): readonly Subtotal[] {
  const groups = groupBy(lines, ({ origin }) => nameOf(origin, by));
  return [...groups]
    .map(([name, of]) => ({ name, usd: sumRanges(of.map(({ usd }) => usd)), lines: of }))
    .sort((a, b) => b.usd.expected - a.usd.expected || (a.name < b.name ? -1 : 1));
}

function nameOf(origin: Origin, by: Grouping): string {
  switch (by) {
    case "resource":
      return origin.address;
    case "type":
      return origin.type;
    case "environment":
      return origin.environment ?? "(no environment)";
    case "construct":
      return constructOf(origin);
  }
}

/** The construct of an app's stack that holds the resource: `Api` of `prod/Api/Stage`; else its module. */
function constructOf({ address, constructPath, stack }: Origin): string {
  const [root, construct] = constructPath?.split("/") ?? [];
  if (construct !== undefined)
    return stack === undefined ? `${root}/${construct}` : `${stack}/${construct}`;
  const [, module] = /^(module\.[^.[]+(?:\[[^\]]*\])?)/.exec(address) ?? [];
  return module ?? "(root module)";
}
