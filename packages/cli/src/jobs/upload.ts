import { readFile } from "node:fs/promises";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { imageMediaType } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { listObjects } from "./objects";
import type { LocalFile } from "./pictures";

/** Uploads under way at the same time. */
const uploadsAtOnce = 16;

/** Where pictures are uploaded to. */
export interface UploadProps {
  readonly client: S3Client;
  readonly bucket: string;
  /** Begins the keys. It names the content, so what lies there is of the same pictures. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/**
 * Uploads pictures, several at the same time, and leaves out those that an earlier upload has stored already.
 *
 * S3 refuses bytes that do not have the checksum, so an object of the right size below the prefix is whole.
 *
 * @returns how many were uploaded
 * @throws UserError if a file changed since it was found
 */
export async function uploadFiles(
  pictures: readonly LocalFile[],
  props: UploadProps,
): Promise<number> {
  const { bucket, client, onProgress, prefix, signal } = props;
  const stored = new Map<string, number>();
  for await (const { bytes, key } of listObjects(client, bucket, prefix)) stored.set(key, bytes);
  const left = pictures.filter(({ bytes, name }) => stored.get(`${prefix}${name}`) !== bytes);
  let done = pictures.length - left.length;
  onProgress(done);
  const queue = left.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const picture of queue) {
      signal.throwIfAborted();
      if (failed) return;
      try {
        await uploadFile(picture, props);
      } catch (error) {
        failed = true;
        signal.throwIfAborted();
        throw error;
      }
      done += 1;
      onProgress(done);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: uploadsAtOnce }, work));
  const broken = ends.find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return left.length;
}

async function uploadFile(
  { checksum, file, name }: LocalFile,
  { bucket, client, prefix, signal }: UploadProps,
): Promise<void> {
  const content = await readFile(file).catch((error: Error) => {
    throw new UserError(`the picture cannot be read any more: ${error.message}`);
  });
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${name}`,
        Body: content,
        ContentType: imageMediaType(content) ?? "application/octet-stream",
        ChecksumSHA256: checksum,
      }),
      { abortSignal: signal },
    );
  } catch (error) {
    if (
      !["BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"].includes((error as Error).name)
    ) {
      throw error;
    }
    throw new UserError(`${file} changed while it was uploaded`, {
      hint: "wait until nobody writes to the directory, then run the command again; it uploads only what is missing",
    });
  }
}
