import { rmSync, statSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ResultLine } from "@pictor/contracts/batch";
import { UserError } from "@pictor/terraform";
import type { ResultFormat } from "./formats";

/** Columns of the CSV. A picture has a label with its score and index, or an error with its detail. */
const columns = ["key", "label", "score", "index", "error", "detail"] as const;

/**
 * Checks early where results are to be written.
 *
 * @throws UserError if the directory does not exist, or the file is a directory
 */
export function checkOut(out: string): void {
  const directory = dirname(resolve(out));
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`--out ${out} cannot be written: there is no directory ${directory}`, {
      hint: "create the directory, or give another --out",
    });
  }
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`--out ${out} is a directory`, { hint: "give the name of a file in it" });
  }
}

/** Downloads a run's result lines to a file, of which there is all or nothing. An older file is replaced. */
export async function downloadResults(
  client: S3Client,
  bucket: string,
  key: string,
  { format, out }: { readonly format: ResultFormat; readonly out: string },
  signal: AbortSignal,
): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const body = Readable.from((Body ?? []) as AsyncIterable<Uint8Array>);
  const partial = join(dirname(out), `.${basename(out)}.${process.pid}.partial`);
  try {
    // `createWriteStream(path)` opens later: a pipeline that fails before that would leave the file behind.
    const file = (await open(partial, "w")).createWriteStream();
    if (format === "csv") await pipeline(body, csvLines, file, { signal });
    else await pipeline(body, file, { signal });
    await rename(partial, out);
  } catch (error) {
    rmSync(partial, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}

async function* csvLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  yield `${columns.join(",")}\n`;
  for await (const line of linesOf(source)) yield csvLine(JSON.parse(line) as ResultLine);
  return undefined;
}

/** Lines that are not empty. A character's bytes may be in two pieces. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of source) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
  return undefined;
}

/** Returns a picture's line of the CSV, with its best label. */
function csvLine(line: ResultLine): string {
  if ("error" in line) return row([line.key, "", "", "", line.error.code, line.error.detail]);
  const [best] = [...line.predictions].sort((one, other) => other.score - one.score);
  return row([line.key, best?.label ?? "", best?.score ?? "", best?.index ?? "", "", ""]);
}

/** @see https://www.rfc-editor.org/rfc/rfc4180 */
function row(values: readonly (string | number)[]): string {
  return `${values.map((value) => quoted(String(value))).join(",")}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
