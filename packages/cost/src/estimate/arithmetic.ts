import type { Price } from "../prices/price";
import { amount, type Range } from "./usage";

/** What a line's arithmetic is written of. */
export interface ArithmeticInputs {
  readonly basis: string;
  readonly price: Price;
  readonly quantity: Range;
  /** Quantity of the whole account. */
  readonly sum: Range;
  readonly usd: Range;
  /** Whether a free allowance was taken off. */
  readonly isReduced: boolean;
}

/** Returns how a line's expected cost comes about: `2 × 730 h = 1,460 instance-hour × $0.102 = $148.92`. */
export function arithmetic(inputs: ArithmeticInputs): string {
  const { basis, price, quantity, usd, isReduced } = inputs;
  const counted = `${amount(quantity.expected)} ${price.unit}`;
  // A basis without a calculation is the quantity itself.
  const begin = /[×÷]/.test(basis) ? `${basis} = ${counted}` : basis;
  return `${begin} × ${eachOf(inputs)}${isReduced ? ", less the free allowance" : ""} = ${dollars(usd.expected)}`;
}

function eachOf({ price, sum }: ArithmeticInputs): string {
  const [first, ...others] = price.tiers;
  if (first === undefined) return "no price";
  if (others.length === 0 || sum.expected <= (first.upTo ?? Number.POSITIVE_INFINITY)) {
    return dollars(first.usd);
  }
  const tiers = price.tiers.map(({ upTo, usd }) =>
    upTo === undefined ? `${dollars(usd)} above` : `${dollars(usd)} up to ${amount(upTo)}`,
  );
  return `the account's tiers (${tiers.join(", ")})`;
}

/** Dollars as text: to the cent, smaller ones with as many digits as they need. */
export function dollars(usd: number): string {
  const isCents =
    usd === 0 || Math.abs(usd) >= 1 || Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-9;
  const digits = isCents ? 2 : 10;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits, ...(digits === 10 && { maximumSignificantDigits: 6 }) })}`;
}
