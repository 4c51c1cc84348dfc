import { type EncryptionKeyReference, encryptionKeyProblems } from "@pictor/contracts";
import type { BucketEncryption } from "./bucket-encryption";
import type { ObjectEncryption } from "./object-access";

/**
 * What encrypts a store's objects: a KMS key, or S3's own keys. With S3's own keys nobody needs a right to a key, and
 * nobody can be kept from decrypting what S3 lets them read.
 */
export type StoreKey = EncryptionKeyReference | { readonly kind: "sse-s3" };

/** Whether a store is encrypted by S3's own keys. */
export function isS3sOwn(key: StoreKey): key is Extract<StoreKey, { kind: "sse-s3" }> {
  return "kind" in key;
}

/** How a store's bucket encrypts. */
export function bucketEncryptionOf(key: StoreKey): BucketEncryption {
  return isS3sOwn(key) ? key : { kind: "sse-kms", key };
}

/** How the objects of a store's bucket are encrypted: by way of a bucket key, where there is a key. */
export function objectEncryptionOf(key: StoreKey): ObjectEncryption {
  return isS3sOwn(key) ? key : { kind: "sse-kms", key, bucketKey: true };
}

/** Problems of a store's key; empty if valid. */
export function storeKeyProblems(key: StoreKey): string[] {
  return isS3sOwn(key) ? [] : encryptionKeyProblems(key);
}
