import {
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { UserError } from "@pictor/terraform";
import type { Artefact, ArtefactObject } from "./artefact";

/** Whether an upload wrote something or found everything. */
export type Upload = "uploaded" | "already there";

/**
 * Uploads an artefact under its content's hash. S3 checks the bytes against their hash, and never replaces an object.
 * What it resolves of is whole: nothing may be made to name the artefact before.
 *
 * @throws UserError where there is another object under a key or beside it, or the bucket is missing
 */
export async function uploadArtefact(
  client: S3Client,
  bucket: string,
  { objects, release }: Artefact,
): Promise<Upload> {
  const uploads: Upload[] = [];
  for (const object of objects) uploads.push(await uploadObject(client, bucket, object));
  if (release.compression === "none") await refuseOthers(client, bucket, release.key, objects);
  return uploads.includes("uploaded") ? "uploaded" : "already there";
}

async function uploadObject(
  client: S3Client,
  bucket: string,
  object: ArtefactObject,
): Promise<Upload> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: object.key,
        Body: object.bytes,
        ContentType: object.key.endsWith(".gz") ? "application/gzip" : "application/octet-stream",
        IfNoneMatch: "*",
        ChecksumSHA256: checksumOf(object),
      }),
    );
    return "uploaded";
  } catch (error) {
    const { name } = error as Error;
    if (name === "PreconditionFailed") {
      await checkStored(client, bucket, object);
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

/** As S3 writes it. */
function checksumOf({ sha256 }: ArtefactObject): string {
  return Buffer.from(sha256, "hex").toString("base64");
}

/** Refuses an object that is another than the one that was to be uploaded. */
async function checkStored(
  client: S3Client,
  bucket: string,
  object: ArtefactObject,
): Promise<void> {
  const { ContentLength, ChecksumSHA256 } = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: object.key, ChecksumMode: "ENABLED" }),
  );
  const wanted = checksumOf(object);
  if (ContentLength === object.bytes.length && ChecksumSHA256 === wanted) return;
  throw new UserError(
    `s3://${bucket}/${object.key} has ${ContentLength} bytes and SHA-256 ${ChecksumSHA256 ?? "unknown"} (base64), the artefact's ${object.bytes.length} and ${wanted}`,
    { hint: "somebody wrote another object there; delete it and publish again" },
  );
}

/**
 * Refuses objects below a prefix that are none of the artefact's: SageMaker would put them beside the model.
 *
 * An artefact has a few dozen objects, a listing's page a thousand: what is beyond the first is not needed to refuse.
 */
async function refuseOthers(
  client: S3Client,
  bucket: string,
  prefix: string,
  objects: readonly ArtefactObject[],
): Promise<void> {
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
  );
  const own = new Set(objects.map(({ key }) => key));
  const others = Contents.flatMap(({ Key }) => (Key !== undefined && !own.has(Key) ? [Key] : []));
  if (others.length === 0) return;
  throw new UserError(
    `s3://${bucket}/${prefix} holds ${others.length} objects that are not part of the artefact, such as '${others[0]}'`,
    { hint: "the model's container would load them too; delete them and publish again" },
  );
}
