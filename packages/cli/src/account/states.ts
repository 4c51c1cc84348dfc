import { existsSync, readFileSync } from "node:fs";
import {
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { type AwsPlace, stateBucketName } from "@pictor/contracts";
import { parseJson } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import * as z from "zod";

/** Version 4 is what Terraform has written since 0.12. */
const stateSchema = z.looseObject({
  version: z.literal(4),
  serial: z.int(),
  lineage: z.string().min(1),
  resources: z
    .array(
      z.looseObject({
        type: z.string(),
        name: z.string(),
        instances: z.array(z.looseObject({ status: z.string().optional() })).default([]),
      }),
    )
    .default([]),
});

/** What tells two states of the account's stack apart. */
export interface AccountState {
  /** Made with the state and never changed: two states with the same lineage are of the same stack. */
  readonly lineage: string;
  /** Grows with every change. */
  readonly serial: number;
  readonly resources: number;
  /** Addresses of what was interrupted while it was created, and which Terraform would therefore replace. */
  readonly tainted: readonly string[];
}

/** Where the state of the account's stack is. */
export interface AccountStates {
  /** In the file of an unfinished set-up. */
  readonly local: AccountState | undefined;
  /** In the bucket. */
  readonly remote: (AccountState & { readonly etag: string | undefined }) | undefined;
  readonly bucketExists: boolean;
}

/** Key of the state in the account's bucket: the stack's own name, see `StateBackend`. */
const key = "account.tfstate";

/**
 * Reads both states. The bucket must belong to the account: another account's, whatever its name, is an error.
 *
 * @param file of the local state
 * @throws UserError if one of them is no state
 */
export async function readStates(
  client: S3Client,
  account: AwsPlace,
  file: string,
): Promise<AccountStates> {
  const Bucket = stateBucketName(account);
  const ExpectedBucketOwner = account.accountId;
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  // Terraform creates the file, empty, when it locks it.
  const local = written === "" ? undefined : parseState(file, written);
  const bucketExists = await unlessMissing(
    client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })).then(() => true),
  );
  if (bucketExists === undefined) return { local, remote: undefined, bucketExists: false };
  const object = await unlessMissing(
    client.send(new GetObjectCommand({ Bucket, Key: key, ExpectedBucketOwner })),
  );
  if (object === undefined) return { local, remote: undefined, bucketExists: true };
  const text = (await object.Body?.transformToString()) ?? "";
  const remote = { ...parseState(`s3://${Bucket}/${key}`, text), etag: object.ETag };
  return { local, remote, bucketExists: true };
}

/**
 * Copies the local state into the bucket as it is, in one request: a kill leaves all of it there, or nothing. Terraform's own
 * `init -migrate-state` and `state push` write an empty state first, and give the copy a new lineage, so that nobody could
 * tell afterwards that it is the same state.
 *
 * Replaces nothing but an empty state, as a killed `init -migrate-state` leaves it.
 */
export async function uploadState(
  client: S3Client,
  account: AwsPlace,
  file: string,
  { remote }: AccountStates,
): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: stateBucketName(account),
      Key: key,
      Body: readFileSync(file),
      ContentType: "application/json",
      ExpectedBucketOwner: account.accountId,
      ...(remote === undefined ? { IfNoneMatch: "*" } : { IfMatch: remote.etag }),
    }),
  );
}

function parseState(source: string, text: string): AccountState {
  const reading = parseJson(source, text, stateSchema);
  if (reading.kind === "invalid") throw new UserError(reading.problem);
  const { lineage, serial, resources } = reading.value;
  const tainted = resources
    .filter(({ instances }) => instances.some(({ status }) => status === "tainted"))
    .map(({ type, name }) => `${type}.${name}`);
  return { lineage, serial, resources: resources.length, tainted };
}

/** Answers undefined where S3 has no such bucket or object. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (["NoSuchKey", "NoSuchBucket", "NotFound"].includes((error as Error).name)) return undefined;
    throw error;
  }
}
