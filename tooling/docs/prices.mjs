import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** The region whose prices are complete. Examples are in another, so that none relies on a default. */
const region = "us-east-1";

/** A function that prices part of a synthesised stack, with the traffic that Pictor ships. */
export async function pricing() {
  const { estimate, readResources, shippedTrafficOf } = await import(
    join(root, "packages", "cost", "dist", "index.js")
  );
  const traffic = shippedTrafficOf("seed");
  return (stack, addresses) => {
    const ours = new Set(addresses);
    const there = JSON.parse(JSON.stringify(stack).replaceAll("eu-central-1", region));
    const bill = estimate(readResources(there), traffic);
    const of = (each) => ours.has(each.origin.address);
    const lines = bill.lines
      .filter((line) => of(line) && line.usd.max > 0)
      .map(({ origin, item, usd }) => ({ address: origin.address, item, usd }));
    return {
      region,
      traffic: "a million pictures a month",
      lines,
      usd: sum(lines.map(({ usd }) => usd)),
      unpriced: bill.unpriced
        .filter(of)
        .map(({ origin, reason }) => ({ address: origin.address, reason })),
    };
  };
}

function sum(ranges) {
  const expected = ranges.reduce((total, range) => total + range.expected, 0);
  return { expected };
}
