import type { JobClients } from "../jobs/clients";
import { listObjects, readObject } from "../jobs/objects";
import { type BatchPlace, keysOf } from "./place";

/** How far a run is. */
export interface RunProgress {
  /** Jobs that were planned; 0 while the run is planned. */
  readonly jobs: number;
  /** Jobs whose results are collected. */
  readonly collected: number;
  /** Jobs that were started again, for pictures without an answer. */
  readonly repeated: number;
  /** Pictures with an answer. */
  readonly answered: number;
}

/** Reads how far a run is by what lies in the bucket. */
export class ProgressReader {
  /** Pictures of collected parts: their summaries do not change any more. */
  private readonly pictures = new Map<string, number>();

  public constructor(
    private readonly clients: JobClients,
    private readonly where: BatchPlace,
    private readonly run: string,
  ) {}

  public async read(): Promise<RunProgress> {
    const { bucket } = this.where;
    const { parts } = keysOf(this.where, this.run);
    const planned: string[] = [];
    const collected = new Set<string>();
    let repeated = 0;
    for await (const { key } of listObjects(this.clients.s3, bucket, parts)) {
      const [, part = "", kind = ""] = /^(\d+)[.-](.*)$/.exec(key.slice(parts.length)) ?? [];
      if (kind === "refused.json") planned.push(part);
      else if (kind === "summary.json") collected.add(part);
      else if (kind.endsWith(".manifest.json") && !kind.startsWith("1.")) repeated += 1;
    }
    for (const part of collected) await this.countCollected(part);
    const open = planned.filter((part) => !collected.has(part));
    const counted = [...this.pictures.values()].reduce((sum, count) => sum + count, 0);
    return {
      jobs: planned.length,
      collected: collected.size,
      repeated,
      answered: counted + (await this.countAnswers(open)),
    };
  }

  private async countCollected(part: string): Promise<void> {
    if (this.pictures.has(part)) return;
    const key = keysOf(this.where, this.run).partSummary(part);
    const text = await readObject(this.clients.s3, this.where.bucket, key);
    if (text !== undefined) this.pictures.set(part, Number(JSON.parse(text).pictures));
  }

  /** Answers of parts that are not collected. Parts are worked on in their order, so most of the others lie before. */
  private async countAnswers(open: readonly string[]): Promise<number> {
    const [first] = open;
    if (first === undefined) return 0;
    const keys = keysOf(this.where, this.run);
    const { allAnswers } = keys;
    const begin = keys.answers(first);
    const { s3 } = this.clients;
    let count = 0;
    for await (const { key } of listObjects(s3, this.where.bucket, allAnswers, begin)) {
      const [part = ""] = key.slice(allAnswers.length).split("/");
      if (key.endsWith(".out") && open.includes(part)) count += 1;
    }
    return count;
  }
}

/** Progress on one line. */
export function renderProgress(state: string, progress: RunProgress, pictures?: number): string {
  const { answered, collected, jobs, repeated } = progress;
  return [
    state === "" ? "waiting" : state,
    ...(jobs === 0 ? [] : [`${collected} of ${jobs} jobs`]),
    ...(repeated === 0 ? [] : [`${repeated} repeated`]),
    pictures === undefined ? `${answered} pictures` : `${answered} of ${pictures} pictures`,
  ].join(", ");
}
