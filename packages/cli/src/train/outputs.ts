import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { logTail, runChild, scrubbedEnvironment, UserError } from "@pictor/terraform";
import * as z from "zod";
import { layout } from "../run/layout";

/** What the script writes for people and for `pictor model build`; only what is read here. */
const metricsSchema = z.looseObject({
  /** Share of the held-out pictures that were classified correctly, 0..1. */
  accuracy: z.number(),
  heldOut: z.int(),
  /** Options of `pictor model build`; files by their names beside the weights. */
  build: z.array(z.string()),
});

/** What a complete run left. */
export type TrainedFiles = z.infer<typeof metricsSchema>;

/** Options of `pictor model build` whose value is a file of the run. */
const fileOptions: readonly string[] = ["--weights", "--labels", "--smoke", "--measured"];

/**
 * Checks early where the files of a run are to be written.
 *
 * @throws UserError if something is there
 */
export function checkOutDirectory(out: string): void {
  if (!existsSync(out) || (isDirectory(out) && readdirSync(out).length === 0)) return;
  throw new UserError(`--out ${out} is not an empty directory`, {
    hint: "give the name of a directory that does not exist yet",
  });
}

function isDirectory(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Downloads and unpacks what a run's script left: the model, and beside it `metrics.json` with the reports. The directory
 * appears when it is whole.
 */
export async function downloadOutputs(
  client: S3Client,
  artefact: string,
  out: string,
  signal: AbortSignal,
): Promise<TrainedFiles> {
  const partial = `${out}.${process.pid}.partial`;
  try {
    mkdirSync(partial, { recursive: true });
    await download(client, artefact, partial, signal);
    const metrics = readMetrics(artefact, partial);
    renameSync(partial, out);
    return metrics;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    signal.throwIfAborted();
    throw error;
  }
}

async function download(
  client: S3Client,
  artefact: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(artefact) ?? [];
  for (const name of ["model.tar.gz", "output.tar.gz"]) {
    const file = join(directory, name);
    const from = key.replace(/model\.tar\.gz$/, name);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: from }));
    const body = Readable.from((Body ?? []) as AsyncIterable<Uint8Array>);
    await pipeline(body, createWriteStream(file), { signal });
    await unpack(file, directory, signal);
    rmSync(file);
  }
}

function readMetrics(artefact: string, directory: string): TrainedFiles {
  // SageMaker packs /opt/ml/output whole: the script's files are in its folder `data`.
  const metrics = [join(directory, "metrics.json"), join(directory, "data", "metrics.json")].find(
    existsSync,
  );
  if (metrics === undefined) {
    throw new UserError(`${artefact} is of a script that wrote no metrics.json`);
  }
  return metricsSchema.parse(JSON.parse(readFileSync(metrics, "utf8")));
}

/** Python's `data` filter refuses names that lead out of the directory, and links. */
async function unpack(file: string, out: string, signal: AbortSignal): Promise<void> {
  const logFile = `${file}.log`;
  const { code } = await runChild({
    ...{ name: "unpack", command: layout.modelPython, logFile, signal },
    args: ["-m", "tarfile", "--filter", "data", "-e", file, out],
    environment: scrubbedEnvironment(process.env),
  });
  // The log goes with its directory: the last line has the reason.
  if (code !== 0) {
    throw new UserError(`${basename(file)} cannot be unpacked: ${logTail(logFile).at(-1) ?? ""}`);
  }
  rmSync(logFile, { force: true });
}

/** The command lines that release what a run trained. */
export function releaseLines(
  environment: string,
  out: string,
  build: readonly string[],
): readonly string[] {
  const words = build.map((word, at) =>
    fileOptions.includes(build[at - 1] ?? "") ? join(out, word) : word,
  );
  const release = join(out, "release");
  return [
    ["pictor", "model", "build", ...words, "--out", release],
    ["pictor", "model", "publish", environment, join(release, "model.tar.gz")],
  ].map((line) => line.map(quoted).join(" "));
}

function quoted(word: string): string {
  return /^[\w./=:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
