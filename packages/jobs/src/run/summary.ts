import type { Prediction } from "@pictor/contracts";
import type { BatchSummary, InstanceRate, ResultCounts, ResultLine } from "@pictor/contracts/batch";

/** Counts of nothing. */
export const noResults: ResultCounts = {
  pictures: 0,
  classified: 0,
  failures: {},
  labels: {},
  jobSeconds: 0,
  jobs: 0,
};

/** Counts the lines of one part. */
export function countLines(
  lines: Iterable<ResultLine>,
  work: Pick<ResultCounts, "jobSeconds" | "jobs">,
): ResultCounts {
  const failures = new Map<string, number>();
  const labels = new Map<string, number>();
  let pictures = 0;
  let classified = 0;
  for (const line of lines) {
    pictures += 1;
    if ("error" in line) {
      increase(failures, line.error.code);
      continue;
    }
    classified += 1;
    const best = bestOf(line.predictions);
    if (best !== undefined) increase(labels, best.label);
  }
  return { pictures, classified, failures: sorted(failures), labels: sorted(labels), ...work };
}

/** Adds the counts of two sets of pictures. */
export function addCounts(one: ResultCounts, other: ResultCounts): ResultCounts {
  return {
    pictures: one.pictures + other.pictures,
    classified: one.classified + other.classified,
    failures: sorted(added(one.failures, other.failures)),
    labels: sorted(added(one.labels, other.labels)),
    jobSeconds: one.jobSeconds + other.jobSeconds,
    jobs: one.jobs + other.jobs,
  };
}

/** What a run's summary is made of, beside its counts. */
export interface RunFacts
  extends Pick<BatchSummary, "run" | "request" | "startedAt" | "endedAt" | "results"> {
  /** Instances of each job. */
  readonly instances: number;
  /** @default - the type of the instances has no price */
  readonly rate?: InstanceRate;
}

/** Makes the summary of a whole run. */
export function summarise(counts: ResultCounts, facts: RunFacts): BatchSummary {
  const { endedAt, instances, rate, request, results, run, startedAt } = facts;
  const hours = (counts.jobSeconds * instances) / 3600;
  return {
    run,
    status: (counts.failures.unanswered ?? 0) === 0 ? "complete" : "incomplete",
    request: { kind: request.kind, key: request.key },
    startedAt,
    endedAt,
    seconds: Math.max(0, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
    ...counts,
    ...(rate && {
      cost: {
        usd: Number((hours * rate.usdPerHour).toFixed(4)),
        usdPerInstanceHour: rate.usdPerHour,
        priced: rate.read,
      },
    }),
    results,
  };
}

/** Says in one sentence what became of a run. */
export function summaryText(summary: BatchSummary): string {
  const { classified, cost, failures, pictures, run, seconds } = summary;
  const failed = Object.entries(failures).map(([code, count]) => `${count} ${code}`);
  return [
    `Batch run ${run} is ${summary.status}: ${classified} of ${pictures} pictures classified in ${Math.round(seconds)} s`,
    ...(failed.length === 0 ? [] : [`not classified: ${failed.join(", ")}`]),
    ...(cost === undefined ? [] : [`about $${cost.usd.toFixed(2)}`]),
    summary.results,
  ].join("; ");
}

function bestOf(predictions: readonly Prediction[]): Prediction | undefined {
  return [...predictions].sort((one, other) => other.score - one.score)[0];
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Map<string, number> {
  const sum = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}

/** Most frequent first, then by name: the same counts always have the same bytes. */
function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  const rows = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(rows);
}
