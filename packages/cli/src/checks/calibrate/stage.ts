/** One call of a load test. */
export interface Sample {
  readonly milliseconds: number;
  /** Whether it was answered as it should. */
  readonly well: boolean;
}

/** What a number of callers at once came to. */
export interface Stage {
  readonly callers: number;
  readonly calls: number;
  /** Calls that were not answered as they should. */
  readonly failed: number;
  /** Calls a second that were answered well. */
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The smallest value that a share of all values does not exceed (nearest rank). 0 of no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** What a stage's calls came to in the seconds that they took. */
export function summarise(callers: number, samples: readonly Sample[], seconds: number): Stage {
  const times = samples.filter(({ well }) => well).map(({ milliseconds }) => milliseconds);
  return {
    callers,
    calls: samples.length,
    failed: samples.length - times.length,
    rps: times.length / seconds,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

/** Fewest calls that say anything about one call in a hundred being slow. */
const fewestCalls = 20;

/**
 * The stage with the most calls a second, of those in which all were answered well and in time.
 *
 * @param limitMs what the slowest call in a hundred may take
 */
export function bestStage(stages: readonly Stage[], limitMs: number): Stage | undefined {
  return stages
    .filter(({ failed, calls, p99Ms }) => failed === 0 && calls >= fewestCalls && p99Ms <= limitMs)
    .reduce<Stage | undefined>(
      (best, stage) => (best === undefined || stage.rps > best.rps ? stage : best),
      undefined,
    );
}

/** Whether more callers can bring more: not once calls fail, come too late, or bring no more than fewer callers. */
export function goesOn(stages: readonly Stage[], limitMs: number): boolean {
  const last = stages.at(-1);
  if (last === undefined) return true;
  const before = Math.max(0, ...stages.slice(0, -1).map(({ rps }) => rps));
  return last.failed === 0 && last.p99Ms <= limitMs && last.rps > before * 1.05;
}
