import type { S3Client } from "@aws-sdk/client-s3";
import { names, type Place, type Release } from "@pictor/contracts";
import type { Verdict } from "./check";
import { readStoredArtefact, type StoredArtefact } from "./stored-artefact";

/**
 * Whether a release's artefact lies in the model store, the very bytes that the manifest names.
 *
 * @param role what the release is in its manifest
 */
export async function checkArtefact(
  client: S3Client,
  place: Place,
  role: "live" | "previous",
  release: Release,
): Promise<Verdict> {
  const bucket = names(place).modelBucket;
  const uri = `s3://${bucket}/${release.key}`;
  const fix = `pictor model publish ${place.environment} <artefact>`;
  const stored = await readStoredArtefact(client, bucket, release);
  if (stored === undefined) {
    return { status: "failed", text: `${role}: there is no ${uri}`, fix };
  }
  const problem = problemOf(release, stored);
  if (problem === undefined) {
    return { status: "ok", text: `${role}: ${uri} is what the manifest names` };
  }
  const recursive = release.compression === "none" ? " --recursive" : "";
  return {
    status: "failed",
    text: `${role}: ${uri} ${problem}`,
    fix: `aws s3 rm${recursive} ${uri} && ${fix}`,
  };
}

function problemOf({ sha256, size }: Release, stored: StoredArtefact): string | undefined {
  if (stored.size !== size) return `has ${stored.size} bytes, the manifest says ${size}`;
  if (stored.sha256 === undefined) return "has no SHA-256 that S3 checked";
  return stored.sha256 === sha256
    ? undefined
    : `has SHA-256 ${stored.sha256}, the manifest says ${sha256}`;
}
