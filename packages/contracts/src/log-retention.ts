import { isToken, printed } from "./token";

/**
 * Days for which CloudWatch Logs can keep an entry.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html (read 2026-11)
 */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** Problems of a retention, which may be a token; empty if valid. */
export function retentionProblems(days: number): string[] {
  const offered: readonly number[] = logRetentionDays;
  return isToken(days) || offered.includes(days)
    ? []
    : [`logRetentionDays must be one of ${offered.join(", ")}, got ${printed(days)}`];
}
