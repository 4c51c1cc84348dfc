import { type Dimension, serviceAndUnit } from "./dimensions";
import type { Price, Tier } from "./price";

/** Where and when a group of prices was read. */
export type Reading = Pick<Price, "region" | "source" | "read" | "confidence">;

/** `[[upTo, usd], …, usd]`: the last tier has no end. */
type Tiers = readonly [...(readonly [upTo: number, usd: number])[], number];

/** Prices that were read together, each as dollars per unit or as tiers. */
export function priceRows(
  reading: Reading,
  rows: Readonly<Partial<Record<Dimension, number | Tiers>>>,
): readonly Price[] {
  return Object.entries(rows).map(([key, row]) => {
    const dimension = key as Dimension;
    const [service, unit] = serviceAndUnit(dimension);
    return { service, dimension, unit, ...reading, tiers: tiersOf(row as number | Tiers) };
  });
}

function tiersOf(row: number | Tiers): readonly Tier[] {
  if (typeof row === "number") return [{ usd: row }];
  return row.map((tier) =>
    typeof tier === "number" ? { usd: tier } : { upTo: tier[0], usd: tier[1] },
  );
}
