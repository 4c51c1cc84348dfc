import {
  batchPrefixes,
  partId,
  type RunKeys,
  type RunRequest,
  runId,
  runKeys,
} from "@pictor/contracts/batch";
import type { BatchEvent, Planned, RunState } from "../../src/run/events";
import { mostManifestBytes, readManifest, writeManifest } from "../../src/run/manifest";
import { type FoundPicture, type Part, partition } from "../../src/run/partition";
import { readRequest } from "../../src/run/request";
import type { PartState } from "../../src/run/review";
import type { BatchSettings } from "../../src/run/settings";
import type { ObjectStore } from "./object-store";

/**
 * Claims a run and splits its pictures into parts.
 *
 * The claim is an object that is written once, with the execution in it: another execution of the same request finds it
 * and does nothing. The same execution, whose call is repeated, plans again, with the same result.
 *
 * @throws Error where the request is wrong, or has more pictures than a run takes
 */
export async function plan(
  event: Extract<BatchEvent, { step: "plan" }>,
  settings: BatchSettings,
  store: ObjectStore,
): Promise<Planned> {
  const { bucket, prefix } = settings;
  const places = batchPrefixes(prefix);
  const reading = readRequest(event.request, event.execution, bucket, places);
  if (reading.kind === "invalid") throw new Error(reading.problem);
  const { request } = reading;
  const id = runId(request);
  const keys = runKeys(places.output, id);
  const claim = { execution: event.execution, startedAt: event.startedAt, request };
  if (!(await store.claim(keys.claim, JSON.stringify(claim)))) {
    const { execution } = JSON.parse(await store.read(keys.claim, 64 * 1024)) as typeof claim;
    if (execution !== event.execution) return { kind: "duplicate", of: execution };
  }
  const run: RunState = {
    id,
    startedAt: event.startedAt,
    request: { kind: request.kind, key: request.key },
  };
  const pictures = await find(request, settings, store);
  const parts: PartState[] = [];
  for await (const part of partition(pictures, {
    pictures: settings.picturesPerJob,
    bytes: settings.pictureBytes,
  })) {
    if (part.index === settings.mostParts) throw new Error(tooMany(settings));
    parts.push(await writePart(part, keys, settings, store));
  }
  return { kind: "planned", run, parts };
}

/** Name of a part's job. The same attempt of the same run always has the same name. */
export function jobName(name: string, run: string, part: string, attempt: number): string {
  return `${name}-${run}-${part}-${attempt}`;
}

async function find(
  { key, kind }: RunRequest,
  { bucket, prefix }: BatchSettings,
  store: ObjectStore,
): Promise<AsyncIterable<FoundPicture> | Iterable<FoundPicture>> {
  if (kind === "prefix") return store.list(key);
  const { input } = batchPrefixes(prefix);
  const manifest = readManifest(await store.read(key, mostManifestBytes), bucket, input);
  if (manifest.kind === "invalid") throw new Error(`manifest '${key}' ${manifest.problem}`);
  return manifest.keys.map((each) => ({ key: each }));
}

async function writePart(
  part: Part,
  keys: RunKeys,
  { bucket, name, prefix }: BatchSettings,
  store: ObjectStore,
): Promise<PartState> {
  const id = partId(part.index);
  const run = keys.claim.split("/").at(-2) ?? "";
  const manifest = keys.manifest(id, 1);
  if (part.keys.length > 0) {
    const { input } = batchPrefixes(prefix);
    await store.write(manifest, writeManifest(bucket, input, part.keys));
  }
  await store.write(keys.refused(id), JSON.stringify(part.tooLarge));
  return {
    id,
    pictures: part.keys.length,
    attempt: 1,
    retried: false,
    job: jobName(name, run, id, 1),
    manifest: part.keys.length > 0 ? `s3://${bucket}/${manifest}` : "",
    output: `s3://${bucket}/${keys.answers(id, 1)}`,
    seconds: 0,
    reason: "",
  };
}

function tooMany({ mostParts, picturesPerJob }: BatchSettings): string {
  return `more than ${mostParts * picturesPerJob} pictures, which is ${mostParts} jobs of ${picturesPerJob}: give a narrower prefix, or raise picturesPerJob`;
}
