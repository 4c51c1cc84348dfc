import type { RequestRecord } from "@pictor/page";

/** How many requests there were, and what became of them. */
export interface RequestCounts {
  readonly total: number;
  /** By status, for example `200`. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** By the endpoint that answered. */
  readonly byServer: Readonly<Record<string, number>>;
}

export function countRequests(requests: readonly RequestRecord[]): RequestCounts {
  return {
    total: requests.length,
    byStatus: countBy(requests.map(({ status }) => String(status))),
    byServer: countBy(requests.flatMap(({ servedBy }) => servedBy ?? [])),
  };
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
