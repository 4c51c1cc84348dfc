import { isToken, printed } from "@pictor/contracts";
import type { ObjectPlace } from "./object-access";
import { objectEncryptionOf, type StoreKey } from "./store-key";

/**
 * Objects of a payload store below a prefix.
 *
 * @throws Error where the prefix is wrong
 */
export function payloadPlace(
  store: {
    readonly bucketName: string;
    readonly region: string;
    readonly encryptionKey: StoreKey;
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
  return { bucketName, region, encryption: objectEncryptionOf(encryptionKey), prefix };
}
