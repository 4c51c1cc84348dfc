import { charge, priceOf } from "@pictor/cost";
import type { CapacityPolicy } from "./policy";

/** US dollars an hour of keeping containers warm. */
export interface WarmingPrices {
  /** One request at each interval. */
  readonly pingUsdPerHour: (everyMinutes: number) => number;
  /** Provisioned concurrency, used or not; undefined if `@pictor/cost` has no price for it. */
  readonly provisionedUsdPerHour: (count: number) => number | undefined;
}

/** Returns the prices of the two ways to keep serverless warm. */
export function warmingPrices(
  region: string,
  memorySizeMb: number,
  { prices }: Pick<CapacityPolicy, "prices">,
): WarmingPrices {
  const price = priceOf(region, "serverless-provisioned-gb-second");
  return {
    pingUsdPerHour: (everyMinutes) => (60 / everyMinutes) * prices.serverlessUsdPerRequest,
    provisionedUsdPerHour: (count) => price && charge(price, count * (memorySizeMb / 1024) * 3600),
  };
}
