/** A KMS key, however it came about: made here, found by its alias, or somebody else's. */
export interface EncryptionKeyReference {
  /** The key's ARN (not an alias's). */
  readonly arn: string;
}
