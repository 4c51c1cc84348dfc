import type { RequestRecord } from "../state";

const minuteMs = 60_000;

/** What happened in one minute. */
export interface Minute {
  /** Its beginning, milliseconds since 1970. */
  readonly at: number;
  /** Requests by who served them; what failed is under `failed`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Median of the milliseconds in the function; none where nothing was served. */
  readonly medianMs: number | undefined;
  readonly slowestMs: number | undefined;
}

export const failed = "not served";

/**
 * The last minutes, oldest first, those without requests too.
 *
 * @param now milliseconds since 1970; its minute is the last one
 */
export function byMinute(
  requests: readonly RequestRecord[],
  now: number,
  minutes: number,
): readonly Minute[] {
  const last = Math.floor(now / minuteMs);
  return Array.from({ length: minutes }, (_, index) => {
    const minute = last - minutes + 1 + index;
    const within = requests.filter(({ at }) => Math.floor(at / minuteMs) === minute);
    const times = within.filter(isServed).map(({ ms }) => ms);
    return {
      at: minute * minuteMs,
      counts: countBy(within),
      medianMs: percentile(times, 0.5),
      slowestMs: percentile(times, 1),
    };
  });
}

/** Everybody who served, in the order of their names, then `failed` where something was. */
export function servers(minutes: readonly Minute[]): readonly string[] {
  const names = new Set(minutes.flatMap(({ counts }) => [...counts.keys()]));
  const hasFailed = names.delete(failed);
  return [...[...names].sort(), ...(hasFailed ? [failed] : [])];
}

/** Nearest-rank percentile; `undefined` of nothing. @param share 0..1 */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Whether a model answered. */
export function isServed({ servedBy }: RequestRecord): boolean {
  return servedBy !== undefined;
}

function countBy(requests: readonly RequestRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { servedBy = failed } of requests)
    counts.set(servedBy, (counts.get(servedBy) ?? 0) + 1);
  return counts;
}
