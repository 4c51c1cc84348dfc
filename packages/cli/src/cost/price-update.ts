import { type PriceUpdate, updatePrices } from "@pictor/cost";
import { UserError } from "@pictor/terraform";
import { wrap } from "./wrap";

/**
 * Compares the prices with AWS's public price list, and returns what would change.
 *
 * @throws UserError if nothing of the list can be read
 */
export async function comparePrices(baseUrl: string | undefined): Promise<PriceUpdate> {
  try {
    return await updatePrices(baseUrl === undefined ? {} : { baseUrl });
  } catch (error) {
    throw new UserError((error as Error).message, {
      hint: "run it where there is internet; 'pictor cost --env prod' needs none",
    });
  }
}

/** What the price list would change, as lines. */
export function renderUpdate(update: PriceUpdate): string {
  const { changes, failed, missing, notCompared, read, unchanged } = update;
  return [
    ...changes.map(
      ({ price, now }) =>
        `changed  ${price.region} ${price.dimension}: ${tiersText(price.tiers)} is now ${tiersText(now)}`,
    ),
    ...missing.map(({ price, reason }) => `missing  ${price.region} ${price.dimension}: ${reason}`),
    ...failed.map(({ url, problem }) => `failed   ${url}: ${problem}`),
    `${read.length} lists read, ${failed.length} failed; ${unchanged.length} prices confirmed, ${changes.length} changed, ${missing.length} missing, ${notCompared.length} in no list`,
    "Nothing was written: the prices are in packages/cost/src/prices.",
  ]
    .flatMap((line) => wrap(line, 100))
    .join("\n");
}

function tiersText(tiers: readonly { readonly upTo?: number; readonly usd: number }[]): string {
  return tiers
    .map(({ upTo, usd }) => (upTo === undefined ? `$${usd}` : `$${usd} up to ${upTo}`))
    .join(", ");
}
