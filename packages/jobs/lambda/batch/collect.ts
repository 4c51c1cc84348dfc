import {
  batchPrefixes,
  type ResultCounts,
  type ResultLine,
  runKeys,
} from "@pictor/contracts/batch";
import { mostAnswerBytes, readAnswer, unanswered } from "../../src/run/answer";
import type { BatchEvent } from "../../src/run/events";
import type { BatchSettings } from "../../src/run/settings";
import { countLines } from "../../src/run/summary";
import { answeredBy, picturesOf } from "./answers";
import { type ObjectStore, TooLargeError } from "./object-store";

/** Answers that are read at the same time: each takes some 20 ms, most of it waiting. */
const readsAtOnce = 32;

/**
 * Writes the result lines of a part and their counts. Returns little, since each state's output is kept in the execution.
 */
export async function collect(
  { part, run }: Extract<BatchEvent, { step: "collect" }>,
  settings: BatchSettings,
  store: ObjectStore,
): Promise<{ readonly id: string; readonly pictures: number; readonly classified: number }> {
  const { bucket, prefix } = settings;
  const { input, output } = batchPrefixes(prefix);
  const keys = runKeys(output, run.id);
  const pictures = await picturesOf(store, keys, bucket, part);
  const answers = await answeredBy(store, keys.answers(part.id), input);
  const lines = await inOrder(pictures, readsAtOnce, async (key): Promise<ResultLine> => {
    const answer = answers.of(key);
    if (answer === undefined) return unanswered(key, part.reason);
    try {
      return readAnswer(key, await store.read(answer, mostAnswerBytes));
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error;
      return { key, error: { code: "bad-answer", detail: error.message } };
    }
  });
  const refused = JSON.parse(await store.read(keys.refused(part.id), 32 * 1024 * 1024)) as string[];
  lines.push(...refused.map((key) => tooLarge(key, settings.pictureBytes)));
  const counts: ResultCounts = countLines(lines, {
    jobSeconds: part.seconds,
    jobs: part.pictures === 0 ? 0 : part.attempt,
  });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  await store.write(keys.lines(part.id), text);
  await store.write(keys.partSummary(part.id), JSON.stringify(counts));
  return { id: part.id, pictures: counts.pictures, classified: counts.classified };
}

function tooLarge(key: string, most: number): ResultLine {
  const detail = `The picture has more than ${most} bytes, which no job takes.`;
  return { key, error: { code: "too-many-bytes", detail } };
}

/** Does something to each item, to some at the same time; the results have the items' order. */
async function inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await act(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
