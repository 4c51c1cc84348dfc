import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTraffic } from "./parse";
import type { Traffic } from "./traffic";

/** Scenarios that this package ships, by name. */
export const shippedTraffic = ["seed", "idle"] as const;

/** Name of a scenario that this package ships. */
export type ShippedTraffic = (typeof shippedTraffic)[number];

/** File of a shipped scenario, to read or to copy. */
export function shippedTrafficFile(name: ShippedTraffic): string {
  return join(__dirname, "..", "..", "scenarios", `${name}.yaml`);
}

/** Returns a shipped scenario: `seed` is the traffic that production is made for, `idle` is nobody. */
export function shippedTrafficOf(name: ShippedTraffic): Traffic {
  const file = shippedTrafficFile(name);
  return parseTraffic(readFileSync(file, "utf8"), file);
}
