import { isToken } from "./token";

/** A KMS key: created here, looked up by its alias, or somebody else's. */
export interface EncryptionKeyReference {
  /** ARN of the key, not of an alias: conditions of policies compare with the key's own ARN. */
  readonly arn: string;
  /** Refuses an alias (`KmsAlias`, `DataAwsKmsAlias`) as a key: give `{ arn: alias.targetKeyArn }`. */
  readonly targetKeyArn?: never;
}

/** Problems of an encryption key; empty if valid, and for an ARN that only Terraform knows. */
export function encryptionKeyProblems({ arn }: Pick<EncryptionKeyReference, "arn">): string[] {
  if (isToken(arn) || /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/.test(arn)) return [];
  return [
    /:alias\//.test(arn)
      ? `encryptionKey.arn '${arn}' is the ARN of an alias: give that of its key, for example targetKeyArn of the alias`
      : `encryptionKey.arn '${arn}' must be the ARN of a KMS key: arn:<partition>:kms:<region>:<account>:key/<id>`,
  ];
}
