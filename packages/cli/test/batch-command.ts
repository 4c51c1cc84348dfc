import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchPlace } from "../src/batch/place";
import { classifyBatch } from "../src/batch/run";
import type { BatchCommandOptions } from "../src/commands/batch";
import { describeFailure } from "../src/run/failure";
import { CollectingDisplay, FakeBatch } from "./batch-fixture";
import { place } from "./release-fixture";

export const where = batchPlace(place);
export const succeeded = { status: "SUCCEEDED", state: "Done" };

export let directory: string;
export let pictures: string;
export let out: string;
export let aws: FakeBatch;
export let display: CollectingDisplay;
export let controller: AbortController;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-batch-"));
  pictures = join(directory, "pictures");
  out = join(directory, "out.jsonl");
  aws = new FakeBatch(where);
  aws.looks = [succeeded];
  display = new CollectingDisplay();
  controller = new AbortController();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

export const batch = (
  task: Parameters<typeof classifyBatch>[0]["task"],
  options: Partial<BatchCommandOptions> = {},
) =>
  classifyBatch({
    ...{ where, task, display, clients: aws.clients, signal: controller.signal, pollMs: 1 },
    options: { format: "jsonl", out, ...options },
  });
export const start = (source = pictures, options: Partial<BatchCommandOptions> = {}) =>
  batch({ kind: "start", source }, options);
/** What a user reads of a failure, and what a shell does. */
export const failed = async (command: Promise<void>) => {
  const error = await command.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  return describeFailure(error, false);
};
/** Lets the run end when it is looked at. */
export const endsWith = (
  summary: Parameters<FakeBatch["end"]>[1],
  lines: Parameters<FakeBatch["end"]>[2],
) => {
  aws.onLook = ({ status }) => {
    if (status !== "RUNNING") aws.end(aws.started[0]?.name ?? "", summary, lines);
  };
};
export const line = (name: string, label = "cat") => ({
  key: `batch/in/x/${name}`,
  predictions: [
    { index: 7, label: "dog", score: 0.1 },
    { index: 3, label, score: 0.9 },
  ],
});

/** Lets the next command begin as if nobody had ended the one before. */
export function again(): void {
  controller = new AbortController();
}
