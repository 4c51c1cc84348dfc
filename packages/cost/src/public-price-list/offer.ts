import type { Tier } from "../prices/price";

/** What AWS sells under one SKU, on demand. */
export interface OfferProduct {
  readonly sku: string;
  /** AWS's attributes, such as `usagetype`, `group` and `regionCode`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  /** By growing `upTo`. A tier of AWS's free allowance is left out: the next one begins at 0 instead. */
  readonly tiers: readonly Tier[];
}

/** An offer file of AWS's public price list, for one region. */
export interface Offer {
  /** AWS's code of the offer, for example `AmazonSageMaker`. */
  readonly code: string;
  readonly region: string;
  /** When AWS published it: `2026-09-11T12:44:25Z`. */
  readonly published: string;
  readonly products: readonly OfferProduct[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an offer file. Products without a price on demand in US dollars are left out.
 *
 * @param text - JSON of `/offers/v1.0/aws/<offer>/current/<region>/index.json`
 * @throws if it is not JSON, or not laid out as AWS documents it
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export function parseOffer(text: string, region: string): Offer {
  const offer = record(parseJson(text), "offer file");
  const onDemand = record(record(offer.terms, "'terms'").OnDemand, "'terms.OnDemand'");
  const products = Object.entries(record(offer.products, "'products'")).flatMap(([sku, product]) =>
    onDemand[sku] === undefined ? [] : productOf(sku, product, onDemand[sku]),
  );
  return {
    code: string(offer.offerCode, "'offerCode'"),
    region,
    published: string(offer.publicationDate, "'publicationDate'"),
    products,
  };
}

function productOf(sku: string, product: unknown, terms: unknown): readonly OfferProduct[] {
  const attributes = record(record(product, sku).attributes, `attributes of ${sku}`);
  const term = newest(Object.values(record(terms, `terms of ${sku}`)), sku);
  const ranges = Object.values(record(term.priceDimensions, `priceDimensions of ${sku}`))
    .map((dimension) => rangeOf(record(dimension, `price dimension of ${sku}`), sku))
    .sort((a, b) => a.from - b.from);
  const tiers = ranges.some(({ usd }) => usd === undefined) ? [] : tiersOf(ranges as Priced[], sku);
  const [first] = ranges;
  if (first === undefined || tiers.length === 0) return [];
  return [
    {
      sku,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, String(value)]),
      ),
      unit: first.unit,
      tiers,
    },
  ];
}

/** The term that is in force: a current file has one, and may have an older one beside it. */
function newest(terms: readonly unknown[], sku: string): Json {
  const records = terms.map((term) => record(term, `term of ${sku}`));
  const [latest] = records.sort((a, b) =>
    String(b.effectiveDate).localeCompare(String(a.effectiveDate)),
  );
  return record(latest, `term of ${sku}`);
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly usd: number | undefined;
}

type Priced = Range & { readonly usd: number };

function rangeOf(dimension: Json, sku: string): Range {
  const { USD } = record(dimension.pricePerUnit, `pricePerUnit of ${sku}`);
  return {
    from: number(dimension.beginRange ?? "0", `beginRange of ${sku}`),
    to: number(dimension.endRange ?? "Inf", `endRange of ${sku}`),
    unit: string(dimension.unit, `unit of ${sku}`),
    usd: USD === undefined ? undefined : number(USD, `USD of ${sku}`),
  };
}

function tiersOf(ranges: readonly Priced[], sku: string): readonly Tier[] {
  for (const [index, { from }] of ranges.entries()) {
    const end = index === 0 ? 0 : ranges[index - 1]?.to;
    if (from !== end) throw new Error(`ranges of ${sku} leave a gap or overlap at ${from}`);
  }
  const firstCharged = ranges.findIndex(({ usd }) => usd > 0);
  if (firstCharged < 0) return [];
  return ranges
    .slice(firstCharged)
    .map(({ to, usd }) => (Number.isFinite(to) ? { upTo: to, usd } : { usd }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`offer file is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function record(value: unknown, what: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new Error(`${what} must be an object, got ${JSON.stringify(value) ?? "nothing"}`);
}

function string(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`${what} must be a text, got ${JSON.stringify(value) ?? "nothing"}`);
}

function number(value: unknown, what: string): number {
  if (value === "Inf") return Number.POSITIVE_INFINITY;
  const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (parsed >= 0 && Number.isFinite(parsed)) return parsed;
  throw new Error(`${what} must be a number from 0 or 'Inf', got ${JSON.stringify(value)}`);
}
