import {
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { artefactListSha256, type Release } from "@pictor/contracts";

/** What S3 knows of an artefact that lies in it. */
export interface StoredArtefact {
  /** Bytes of all its objects. */
  readonly size: number;
  /**
   * What names it, of SHA-256s that S3 checked when they were uploaded; `undefined` where an object has none.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
   */
  readonly sha256: string | undefined;
}

/** Asks S3 for a release's artefact; `undefined` where nothing lies there. */
export async function readStoredArtefact(
  client: S3Client,
  bucket: string,
  { compression, key }: Release,
): Promise<StoredArtefact | undefined> {
  try {
    return compression === "none"
      ? await readPrefix(client, bucket, key)
      : await readObject(client, bucket, key);
  } catch (error) {
    if (["NotFound", "NoSuchKey", "NoSuchBucket"].includes((error as Error).name)) return undefined;
    throw error;
  }
}

async function readObject(client: S3Client, Bucket: string, Key: string): Promise<StoredArtefact> {
  const { ChecksumSHA256, ContentLength = 0 }: HeadObjectCommandOutput = await client.send(
    new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
  );
  return {
    size: ContentLength,
    sha256: ChecksumSHA256 ? Buffer.from(ChecksumSHA256, "base64").toString("hex") : undefined,
  };
}

/** Every object below the prefix: SageMaker gives them all to the model. */
async function readPrefix(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<StoredArtefact | undefined> {
  const keys = await keysBelow(client, bucket, prefix);
  if (keys.length === 0) return undefined;
  const objects = await Promise.all(
    keys.map(async (key) => ({ key, ...(await readObject(client, bucket, key)) })),
  );
  const hashes = objects.flatMap(({ key, sha256 }) =>
    sha256 === undefined ? [] : [[key.slice(prefix.length), sha256] as const],
  );
  return {
    size: objects.reduce((sum, { size }) => sum + size, 0),
    sha256:
      hashes.length === objects.length ? artefactListSha256(Object.fromEntries(hashes)) : undefined,
  };
}

async function keysBelow(
  client: S3Client,
  Bucket: string,
  Prefix: string,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return keys;
}
