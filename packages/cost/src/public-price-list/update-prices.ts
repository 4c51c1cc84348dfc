import { allPrices } from "../prices/all";
import type { Price } from "../prices/price";
import { changesFrom, type MissingPrice, type OfferChanges } from "./changes";
import { type Offer, parseOffer } from "./offer";
import { listingOf } from "./products";
import { messageOf, readText } from "./read-text";

/** How AWS's public price list is read. */
export interface UpdateOptions {
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Address that serves `/offers/v1.0/aws/…`. @default `https://pricing.us-east-1.amazonaws.com` */
  readonly baseUrl?: string;
  /** Prices to compare. @default every price of the table */
  readonly prices?: readonly Price[];
  /** For one offer file, from the request to its last byte. @default 60 */
  readonly timeoutSeconds?: number;
  /** Size above which an offer file is not read, in bytes. @default 64 MiB */
  readonly maxBytes?: number;
}

/** An offer file that was read. */
export interface ReadOffer {
  readonly code: string;
  readonly region: string;
  readonly url: string;
  /** When AWS published it. */
  readonly published: string;
}

/** An offer file that could not be read; its prices are not compared. */
export interface FailedOffer {
  readonly url: string;
  readonly problem: string;
}

/** What AWS's price list would change in the table of prices. */
export interface PriceUpdate extends OfferChanges {
  readonly read: readonly ReadOffer[];
  /** Offer files that could not be read. The update is incomplete if there are any. */
  readonly failed: readonly FailedOffer[];
  /** Prices that the list cannot confirm, each with the reason. */
  readonly notCompared: readonly MissingPrice[];
}

/**
 * Reads AWS's public price list, which needs no account, and returns what it would change. Nothing is written.
 *
 * - `changes`: prices that the list shows otherwise, with the present price, the list's tiers, SKU and date;
 * - `missing`: prices that should be in the list and are not, or in another unit, with the reason;
 * - `unchanged`: prices that the list confirms;
 * - `notCompared`: prices that no list has, such as managed spot's assumed discount, with the reason;
 * - `read` and `failed`: offer files; with one in `failed`, prices of its service and region are in no other list.
 *
 * The files are read one after the other: a region's ten services have about 30 MB.
 *
 * @throws if no offer file could be read at all, for example without internet
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html
 *
 * @example
 * import { updatePrices } from "@pictor/cost";
 *
 * async function showChanges(): Promise<void> {
 *   const { changes, failed } = await updatePrices();
 *   for (const { price, now } of changes) console.log(price.dimension, price.tiers, "is now", now);
 *   process.exitCode = changes.length + failed.length > 0 ? 1 : 0;
 * }
 */
export async function updatePrices(options: UpdateOptions = {}): Promise<PriceUpdate> {
  const { baseUrl = "https://pricing.us-east-1.amazonaws.com", prices = allPrices } = options;
  const read: { readonly offer: Offer; readonly url: string }[] = [];
  const failed: FailedOffer[] = [];
  for (const path of pathsOf(prices)) {
    const url = `${baseUrl.replace(/\/+$/, "")}${path.path}`;
    try {
      read.push({ offer: parseOffer(await readText(url, options), path.region), url });
    } catch (error) {
      failed.push({ url, problem: messageOf(error) });
    }
  }
  const [firstFailure] = failed;
  if (read.length === 0 && firstFailure !== undefined) {
    throw new Error(
      `AWS's public price list cannot be read from ${baseUrl}: ${firstFailure.problem}; estimates need no internet and go on with the prices of this release`,
    );
  }
  const results = read.map(({ offer }) => changesFrom(offer, prices));
  return {
    changes: results.flatMap(({ changes }) => changes),
    missing: results.flatMap(({ missing }) => missing),
    unchanged: results.flatMap(({ unchanged }) => unchanged),
    notCompared: prices.flatMap((price) => {
      const listing = listingOf(price.dimension);
      return "notCompared" in listing ? [{ price, reason: listing.notCompared }] : [];
    }),
    read: read.map(({ offer: { code, region, published }, url }) => ({
      code,
      region,
      url,
      published,
    })),
    failed,
  };
}

/** Paths of the offer files that have the prices, each once. */
function pathsOf(
  prices: readonly Price[],
): readonly { readonly path: string; readonly region: string }[] {
  const byPath = new Map(
    prices.flatMap(({ dimension, region }) => {
      const listing = listingOf(dimension);
      if ("notCompared" in listing) return [];
      const path = `/offers/v1.0/aws/${listing.offer}/current/${region}/index.json`;
      return [[path, { path, region }] as const];
    }),
  );
  return [...byPath.values()].sort((a, b) => a.path.localeCompare(b.path));
}
