import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";

/** An object of a listing. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Lists the objects below a prefix in the order of their keys.
 *
 * @param after key after which the listing begins
 */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
  after?: string,
): AsyncGenerator<ListedObject, undefined> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(after !== undefined && { StartAfter: after }),
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

/** Reads an object's text; `undefined` if there is none. */
export async function readObject(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString("utf-8");
  } catch (error) {
    if (["NoSuchKey", "NoSuchBucket"].includes((error as Error).name)) return undefined;
    throw error;
  }
}
