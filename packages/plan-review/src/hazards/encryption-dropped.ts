import type { Change } from "../plan/change";
import type { HazardRule } from "./rule";
import { after, before, isUnknown, text } from "./values";

const bucketEncryption = "aws_s3_bucket_server_side_encryption_configuration";

const keys = ["kms_key_id", "kms_key_arn", "kms_master_key_id"];

const switches = [
  "encrypted",
  "storage_encrypted",
  "at_rest_encryption_enabled",
  "transit_encryption_enabled",
  "enable_key_rotation",
  "sqs_managed_sse_enabled",
  "server_side_encryption_enabled",
];

/** Something that was encrypted under a key of the account's own and is no longer. */
export const encryptionDropped: HazardRule = {
  id: "encryption-dropped",
  title: "Encryption dropped or weakened",
  severity: "high",
  mend: "keep the key; to change it, move to the new key in one change and delete the old one later",
  find: ({ changes }) =>
    changes.flatMap((change) => {
      if (change.type === bucketEncryption && change.kind === "destroy") {
        return [{ change, reason: "the bucket's encryption under its own key is removed" }];
      }
      if (change.before === null || change.after === null) return [];
      return dropped(change).map((reason) => ({ change, reason }));
    }),
};

function dropped(change: Change): readonly string[] {
  const was = before(change);
  const is = after(change);
  const gone = (name: string) =>
    text(was, name) !== "" && text(is, name) === "" && !isUnknown(change, name);
  return [
    ...keys.filter(gone).map((name) => `${name} is removed`),
    ...switches
      .filter((name) => was[name] === true && is[name] === false)
      .map((name) => `${name} is switched off`),
    ...(change.type === bucketEncryption &&
    usesOwnKey(was) &&
    JSON.stringify(is).includes('"sse_algorithm":"AES256"')
      ? ["sse_algorithm goes from aws:kms to AES256"]
      : []),
  ];
}

function usesOwnKey(values: unknown): boolean {
  return JSON.stringify(values).includes('"sse_algorithm":"aws:kms');
}
