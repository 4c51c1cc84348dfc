import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { FoundPicture } from "../../src/run/partition";

/** An object of the store by its key. */
export interface ObjectStore {
  /** Objects below a prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<Required<FoundPicture>>;
  /**
   * Text of an object.
   *
   * @param most bytes that are read at the most
   * @throws TooLargeError where the object is larger, and S3's error where there is none
   */
  read(key: string, most: number): Promise<string>;
  /** Bytes of an object, one piece after another. */
  stream(key: string): AsyncIterable<Uint8Array>;
  write(key: string, text: string): Promise<void>;
  /** Writes an object unless there is one; returns whether it did. */
  claim(key: string, text: string): Promise<boolean>;
  /** Writes an object of any size from pieces. */
  writeAll(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
}

/** An object has more bytes than its reader takes. */
export class TooLargeError extends Error {
  public override readonly name = "TooLargeError";

  public constructor(key: string, bytes: number, most: number) {
    super(`object '${key}' has ${bytes} bytes, at most ${most} are read`);
  }
}

const client = new S3Client({
  maxAttempts: 5,
  retryMode: "standard",
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
});

/** Bytes of a part of an upload: S3 wants at least 5 MiB, and takes 10,000 parts. */
const uploadBytes = 8 * 1024 * 1024;

/** The objects of a bucket. */
export class S3Store implements ObjectStore {
  public constructor(private readonly bucket: string) {}

  public async *list(prefix: string): AsyncGenerator<Required<FoundPicture>, undefined> {
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0 };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return undefined;
  }

  public async read(key: string, most: number): Promise<string> {
    const { Body, ContentLength = 0 } = await client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key }),
    );
    if (Body === undefined) throw new Error(`object '${key}' has no body`);
    if (ContentLength > most) throw new TooLargeError(key, ContentLength, most);
    return Body.transformToString("utf-8");
  }

  public async *stream(key: string): AsyncGenerator<Uint8Array, undefined> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    if (Body === undefined) throw new Error(`object '${key}' has no body`);
    for await (const piece of Body as unknown as AsyncIterable<Uint8Array>) yield piece;
    return undefined;
  }

  public async write(key: string, text: string): Promise<void> {
    await client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: text }));
  }

  public async claim(key: string, text: string): Promise<boolean> {
    try {
      await client.send(
        new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: text, IfNoneMatch: "*" }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "PreconditionFailed") return false;
      throw error;
    }
  }

  public async writeAll(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const place = { Bucket: this.bucket, Key: key };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
    const upload = { ...place, UploadId };
    try {
      const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
      for await (const Body of chunks(pieces, uploadBytes)) {
        const PartNumber = parts.length + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
        parts.push({ PartNumber, ETag });
      }
      await client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
      );
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand(upload));
      throw error;
    }
  }
}

/** Joins pieces to chunks of a size; the last one is smaller, and empty where there are no pieces. */
export async function* chunks(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, undefined> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let made = 0;
  for await (const piece of pieces) {
    let rest = piece;
    while (length + rest.length >= size) {
      const room = size - length;
      yield Buffer.concat([...pending, rest.subarray(0, room)]);
      made += 1;
      rest = rest.subarray(room);
      pending = [];
      length = 0;
    }
    if (rest.length > 0) pending.push(rest);
    length += rest.length;
  }
  if (length > 0 || made === 0) yield Buffer.concat(pending);
  return undefined;
}
