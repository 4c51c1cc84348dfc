import { type CapacityPolicy, warmingPrices } from "@pictor/capacity";
import { hoursPerMonth } from "@pictor/cost";
import { money } from "../cost/table";

/** Pings whose price is printed where no rule says how often. */
const usualPingMinutes = 5;

/** What the two ways of sparing the first caller of a quiet hour a cold container cost a month. */
export function warmingLine(region: string, memorySizeMb: number, policy: CapacityPolicy): string {
  const { warm } = policy;
  const prices = warmingPrices(region, memorySizeMb, policy);
  const everyMinutes = warm.kind === "ping" ? warm.everyMinutes : usualPingMinutes;
  const count = warm.kind === "provisioned" ? warm.count : 1;
  const provisioned = prices.provisionedUsdPerHour(count);
  const chosen = { none: "nothing", ping: "a ping", provisioned: "provisioned concurrency" };
  return [
    `warm: ${chosen[warm.kind]} keeps serverless warm`,
    `a ping every ${everyMinutes} min costs $${money(prices.pingUsdPerHour(everyMinutes) * hoursPerMonth)} a month and promises nothing`,
    provisioned === undefined
      ? "provisioned concurrency has no price here"
      : `provisioned concurrency of ${count} costs $${money(provisioned * hoursPerMonth)} a month and promises ${count} warm container${count === 1 ? "" : "s"}`,
  ].join("; ");
}
