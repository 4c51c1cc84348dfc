/** Requests a second as text. */
export function rate(rps: number): string {
  return `${rps.toFixed(rps < 1 ? 3 : 2)} requests/s`;
}

/** Dollars of a short time as text. */
export function usd(amount: number): string {
  return `$${amount.toFixed(4)}`;
}

/** Minutes between two times, rounded down. */
export function minutesBetween(from: number, to: number): number {
  return Math.floor((to - from) / 60_000);
}
