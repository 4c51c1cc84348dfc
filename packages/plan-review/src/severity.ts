/** How serious something is. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Every {@link Severity}, the most serious first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Whether a severity is at least as serious as another one. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(other);
}

/** Returns the most serious severity; undefined if there is none. */
export function worstOf(found: readonly Severity[]): Severity | undefined {
  return severities.find((severity) => found.includes(severity));
}

/** Sorts by severity, the most serious first. */
export function bySeverity<Found extends { readonly severity: Severity }>(
  found: readonly Found[],
): Found[] {
  return [...found].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
