import { limits } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import type { JobClients } from "../jobs/clients";
import { listObjects } from "../jobs/objects";
import type { BatchPlace } from "./place";

/** Where a run's pictures are. */
export type BatchSource =
  | { readonly kind: "directory"; readonly directory: string }
  | { readonly kind: "prefix"; readonly bucket: string; readonly prefix: string };

/** Reads the argument: an `s3://` address, or a directory. */
export function readSource(text: string): BatchSource {
  const found = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(text);
  if (found === null) return { kind: "directory", directory: text };
  const [, bucket = "", prefix = ""] = found;
  return { kind: "prefix", bucket, prefix };
}

/**
 * Counts the objects below a prefix that a run would classify.
 *
 * @throws UserError if a run may not read the prefix, or nothing is there
 */
export async function countPictures(
  { s3 }: JobClients,
  { bucket, place, prefixes }: BatchPlace,
  source: Extract<BatchSource, { kind: "prefix" }>,
): Promise<number> {
  const address = `s3://${source.bucket}/${source.prefix}`;
  if (source.bucket !== bucket || !source.prefix.startsWith(prefixes.input)) {
    throw new UserError(`runs of '${place.environment}' cannot read ${address}`, {
      hint: `give a prefix that begins with s3://${bucket}/${prefixes.input}, or a directory, which is uploaded there`,
    });
  }
  let count = 0;
  for await (const { key } of listObjects(s3, bucket, source.prefix)) {
    if (!key.endsWith("/")) count += 1;
  }
  if (count > 0) return count;
  throw new UserError(`no object's key begins with ${address}`, {
    hint: `upload pictures of at most ${limits.imageBytes} bytes there, or give a directory; a prefix that means a folder ends in a slash`,
  });
}
