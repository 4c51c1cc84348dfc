import { type EncryptionKeyReference, isToken, printed } from "@pictor/contracts";
import type { ObjectPlace } from "./object-access";

/**
 * Objects of a payload store below a prefix.
 *
 * @throws Error where the prefix is wrong
 */
export function payloadPlace(
  store: {
    readonly bucketName: string;
    readonly region: string;
    readonly encryptionKey: EncryptionKeyReference;
  },
  prefix: string,
): ObjectPlace {
  // `*`, `?` or an empty prefix would grant access to other objects.
  if (isToken(prefix) || !/^[^*?]+$/.test(prefix)) {
    throw new Error(
      `prefix ${printed(prefix)} of a grant must be a literal beginning of keys, such as 'batch/in/', without '*' and '?'`,
    );
  }
  const { bucketName, encryptionKey, region } = store;
  const encryption = { kind: "sse-kms", key: encryptionKey, bucketKey: true } as const;
  return { bucketName, region, encryption, prefix };
}
