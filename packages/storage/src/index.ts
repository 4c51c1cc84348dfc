export type { PolicyStatement } from "@pictor/contracts";
export type { BucketEncryption } from "./bucket/bucket-encryption";
export type { BucketLifecycle, Expiry, NoncurrentVersions } from "./bucket/bucket-lifecycle";
export {
  ExistingPayloadStore,
  type ExistingPayloadStoreProps,
} from "./bucket/existing-payload-store";
export {
  type BucketAccessLogs,
  HardenedBucket,
  type HardenedBucketProps,
} from "./bucket/hardened-bucket";
export type { ObjectEncryption } from "./bucket/object-access";
export { type ArchiveTiers, PayloadStore, type PayloadStoreProps } from "./bucket/payload-store";
export type { StoreKey } from "./bucket/store-key";
export { EncryptionKey, type EncryptionKeyProps } from "./key/encryption-key";
export {
  ExistingEncryptionKey,
  type ExistingEncryptionKeyProps,
} from "./key/existing-encryption-key";
export type { GrantService } from "./key/key-policy";
export {
  ExistingModelStore,
  type ExistingModelStoreProps,
} from "./model-store/existing-model-store";
export { ModelStore, type ModelStoreProps } from "./model-store/model-store";
export type { ModelStoreReference } from "./model-store/model-store-reference";
export type { ModelStoreRoles } from "./model-store/release-policy";
export { StateBackend, type StateBackendProps } from "./state-backend";
