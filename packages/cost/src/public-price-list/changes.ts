import type { Price, Tier } from "../prices/price";
import type { Offer, OfferProduct } from "./offer";
import { type ListedProduct, listingOf, usagePrefixesOf } from "./products";

/** A price that AWS's list shows otherwise than the table here. */
export interface PriceChange {
  readonly price: Price;
  /** What the list shows. */
  readonly now: readonly Tier[];
  readonly sku: string;
  /** When AWS published the list. */
  readonly published: string;
}

/** A price that could not be found in the list, with the reason. */
export interface MissingPrice {
  readonly price: Price;
  readonly reason: string;
}

/** What one offer file says of the prices here. */
export interface OfferChanges {
  readonly changes: readonly PriceChange[];
  readonly missing: readonly MissingPrice[];
  readonly unchanged: readonly Price[];
}

/**
 * Returns what would change in prices if an offer file were taken over, and which of them it does not have.
 *
 * Only prices of the offer's own region and service are compared; others are left out of the answer.
 */
export function changesFrom(offer: Offer, prices: readonly Price[]): OfferChanges {
  const changes: PriceChange[] = [];
  const missing: MissingPrice[] = [];
  const unchanged: Price[] = [];
  for (const price of prices) {
    const listing = listingOf(price.dimension);
    if ("notCompared" in listing) continue;
    if (listing.offer !== offer.code || price.region !== offer.region) continue;
    const found = find(offer, listing);
    if (typeof found === "string") missing.push({ price, reason: found });
    else if (sameTiers(price.tiers, found.tiers)) unchanged.push(price);
    else {
      changes.push({ price, now: found.tiers, sku: found.sku, published: offer.published });
    }
  }
  return { changes, missing, unchanged };
}

/** The product, or why there is none. */
function find(offer: Offer, listing: ListedProduct): OfferProduct | string {
  const prefixes = usagePrefixesOf(offer.region);
  if (prefixes === undefined) {
    return `the usage types of region '${offer.region}' are not known`;
  }
  const matching = prefixes
    .map((prefix) =>
      offer.products.filter((product) => matches(product, listing, prefix, offer.region)),
    )
    .find((products) => products.length > 0);
  const [first, ...more] = matching ?? [];
  const wanted = Object.values(listing.attributes).join(", ");
  if (first === undefined) return `${offer.code} has no product '${wanted}' in ${offer.region}`;
  if (more.some(({ tiers }) => !sameTiers(tiers, first.tiers))) {
    const skus = [first, ...more].map(({ sku }) => sku).join(", ");
    return `${offer.code} has several products '${wanted}' at different prices: ${skus}`;
  }
  if (listing.unit !== undefined && listing.unit !== first.unit) {
    return `${offer.code} charges '${wanted}' by '${first.unit}', and no longer by '${listing.unit}'`;
  }
  return first;
}

function matches(
  { attributes }: OfferProduct,
  listing: ListedProduct,
  prefix: string,
  region: string,
): boolean {
  const place = attributes.regionCode ?? attributes.fromRegionCode;
  if (place !== undefined && place !== region) return false;
  return Object.entries(listing.attributes).every(([key, value]) =>
    key === "usagetype" ? attributes[key] === `${prefix}${value}` : attributes[key] === value,
  );
}

function sameTiers(one: readonly Tier[], two: readonly Tier[]): boolean {
  return (
    one.length === two.length &&
    one.every((tier, index) => {
      const other = two[index] as Tier;
      return tier.upTo === other.upTo && Math.abs(tier.usd / other.usd - 1) < 1e-9;
    })
  );
}
