import {
  type BatchSummary,
  batchPrefixes,
  type ResultCounts,
  runKeys,
} from "@pictor/contracts/batch";
import type { BatchEvent } from "../../src/run/events";
import type { BatchSettings } from "../../src/run/settings";
import { addCounts, noResults, summarise, summaryText } from "../../src/run/summary";
import type { ObjectStore } from "./object-store";

/** What the machine needs of a run's end. */
export interface Joined {
  readonly status: BatchSummary["status"];
  readonly run: string;
  /** For people. */
  readonly message: string;
}

/** Bytes of a part's summary: counts of some thousand labels. */
const mostSummaryBytes = 4 * 1024 * 1024;

/** Joins the parts' result lines to one object, which is streamed, and their counts to the summary. */
export async function join(
  { parts, run }: Extract<BatchEvent, { step: "join" }>,
  settings: BatchSettings,
  store: ObjectStore,
  now: () => Date,
): Promise<Joined> {
  const { bucket, instances, prefix, rate } = settings;
  const keys = runKeys(batchPrefixes(prefix).output, run.id);
  let counts: ResultCounts = noResults;
  for (const part of parts) {
    const text = await store.read(keys.partSummary(part), mostSummaryBytes);
    counts = addCounts(counts, JSON.parse(text) as ResultCounts);
  }
  await store.writeAll(keys.results, linesOf(parts.map(keys.lines), store));
  const summary = summarise(counts, {
    run: run.id,
    request: run.request,
    startedAt: run.startedAt,
    endedAt: now().toISOString(),
    results: `s3://${bucket}/${keys.results}`,
    instances,
    ...(rate && { rate }),
  });
  await store.write(keys.summary, `${JSON.stringify(summary, null, 2)}\n`);
  return { status: summary.status, run: run.id, message: summaryText(summary) };
}

async function* linesOf(
  keys: readonly string[],
  store: ObjectStore,
): AsyncGenerator<Uint8Array, undefined> {
  for (const key of keys) yield* store.stream(key);
  return undefined;
}
