import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { names, type Place, type Release } from "@pictor/contracts";
import type { Finding } from "../report/finding";

/**
 * Whether a release's artefact lies in the model store, the very bytes that the manifest names.
 *
 * Of a release of many objects, which has a prefix in place of a key, S3 has no checksum: it stays unknown.
 * @param role what the release is in its manifest
 */
export async function checkArtefact(
  client: S3Client,
  place: Place,
  role: "live" | "previous",
  release: Release,
): Promise<Finding> {
  const bucket = names(place).modelBucket;
  const uri = `s3://${bucket}/${release.key}`;
  const check = "artefact";
  if (release.compression === "none") {
    return { check, status: "unknown", text: `${uri} is a prefix, of which S3 has no checksum` };
  }
  const fix = `pictor model publish ${place.environment} <artefact>`;
  try {
    const { ChecksumSHA256, ContentLength } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: release.key, ChecksumMode: "ENABLED" }),
    );
    const problem = problemOf(release, ContentLength, ChecksumSHA256);
    return problem === undefined
      ? { check, status: "ok", text: `${role}: ${uri} is what the manifest names` }
      : {
          check,
          status: "failed",
          text: `${role}: ${uri} ${problem}`,
          fix: `aws s3 rm ${uri} && ${fix}`,
        };
  } catch (error) {
    if (!["NotFound", "NoSuchKey", "NoSuchBucket"].includes((error as Error).name)) throw error;
    return { check, status: "failed", text: `${role}: there is no ${uri}`, fix };
  }
}

function problemOf(
  { sha256, size }: Release,
  found: number | undefined,
  checksum: string | undefined,
): string | undefined {
  if (found !== size) return `has ${found} bytes, the manifest says ${size}`;
  if (checksum === undefined) return "has no SHA-256 that S3 checked";
  const hash = Buffer.from(checksum, "base64").toString("hex");
  return hash === sha256 ? undefined : `has SHA-256 ${hash}, the manifest says ${sha256}`;
}
