import { batchPrefixes, runKeys } from "@pictor/contracts/batch";
import type { BatchEvent, Reviewed } from "../../src/run/events";
import { writeManifest } from "../../src/run/manifest";
import { readOutcome } from "../../src/run/outcome";
import { type PartState, reviewPart } from "../../src/run/review";
import type { BatchSettings } from "../../src/run/settings";
import { answeredBy, picturesOf } from "./answers";
import type { ObjectStore } from "./object-store";
import { jobName } from "./plan";

/** Compares the answers of a part with its pictures after a job, and prepares the next job for those without one. */
export async function review(
  event: Extract<BatchEvent, { step: "review" }>,
  settings: BatchSettings,
  store: ObjectStore,
): Promise<Reviewed> {
  const { part, run } = event;
  const { bucket, prefix } = settings;
  const { input, output } = batchPrefixes(prefix);
  const keys = runKeys(output, run.id);
  const pictures = await picturesOf(store, keys, bucket, part);
  const answers = await answeredBy(store, keys.answers(part.id), input);
  const missing = pictures.filter((key) => answers.of(key) === undefined);
  const outcome = readOutcome(event.outcome);
  const decision = reviewPart(part, outcome, missing.length);
  const reviewed = { ...part, seconds: part.seconds + outcome.seconds, reason: decision.reason };
  if (decision.next === "collect") {
    return { next: "collect", waitSeconds: 0, run, part: reviewed };
  }
  const attempt = part.attempt + 1;
  const manifest = keys.manifest(part.id, attempt);
  await store.write(manifest, writeManifest(bucket, input, missing));
  const next: PartState = {
    ...reviewed,
    attempt,
    retried: decision.retried,
    job: jobName(settings.name, run.id, part.id, attempt),
    manifest: `s3://${bucket}/${manifest}`,
    output: `s3://${bucket}/${keys.answers(part.id, attempt)}`,
  };
  return { next: "again", waitSeconds: decision.waitSeconds, run, part: next };
}
