/**
 * A regular expression that matches exactly the decimal numbers from `least` on, without leading zeros: WAF compares
 * a header as text, and its size constraint would measure the text's length.
 *
 * @param least A whole number above 0.
 */
export function atLeastPattern(least: number): string {
  const digits = String(least);
  // Each position in turn larger than its own digit, with the same beginning and any rest.
  const larger = [...digits].flatMap((digit, index) =>
    digit === "9"
      ? []
      : [`${digits.slice(0, index)}[${Number(digit) + 1}-9]${any(digits.length - index - 1)}`],
  );
  return `^(${[digits, ...larger, `[1-9][0-9]{${digits.length},}`].join("|")})$`;
}

function any(count: number): string {
  return count === 0 ? "" : `[0-9]{${count}}`;
}
