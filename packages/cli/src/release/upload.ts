import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { UserError } from "@pictor/local";
import type { Artefact } from "./artefact";

/** Whether an upload wrote the object or found it. */
export type Upload = "uploaded" | "already there";

/**
 * Uploads an artefact under its content's hash. S3 checks the bytes against the hash, and never replaces an object.
 *
 * @throws UserError where there is another object under that key, or the bucket is missing
 */
export async function uploadArtefact(
  client: S3Client,
  bucket: string,
  { bytes, release }: Artefact,
): Promise<Upload> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: release.key,
        Body: bytes,
        ContentType: "application/gzip",
        IfNoneMatch: "*",
        ChecksumSHA256: Buffer.from(release.sha256, "hex").toString("base64"),
      }),
    );
    return "uploaded";
  } catch (error) {
    const { name } = error as Error;
    if (name === "PreconditionFailed") {
      await checkSize(client, bucket, release.key, release.size);
      return "already there";
    }
    if (name === "NoSuchBucket") {
      throw new UserError(`there is no bucket '${bucket}'`, {
        hint: "deploy the environment's data stack first",
      });
    }
    throw error;
  }
}

async function checkSize(
  client: S3Client,
  bucket: string,
  key: string,
  size: number,
): Promise<void> {
  const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  if (ContentLength === size) return;
  throw new UserError(
    `s3://${bucket}/${key} has ${ContentLength} bytes, the artefact of that hash ${size}`,
    { hint: "somebody wrote another object there; delete it and publish again" },
  );
}
