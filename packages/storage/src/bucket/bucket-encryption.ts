import type { EncryptionKeyReference, PolicyStatement } from "@pictor/contracts";

/** With which key a bucket encrypts: S3's own, or a KMS key. */
export type BucketEncryption =
  | { readonly kind: "sse-s3" }
  | { readonly kind: "sse-kms"; readonly key: EncryptionKeyReference };

/**
 * Actions by which an object gets an encryption: uploads and copies, replicas, and those that change it in place.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (read 2026-11)
 */
const customerKeyActions = ["s3:PutObject", "s3:ReplicateObject"];
const actions = [...customerKeyActions, "s3:UpdateObjectEncryption"];

const algorithmKey = "s3:x-amz-server-side-encryption";
const keyIdKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customerKey = "s3:x-amz-server-side-encryption-customer-algorithm";

/**
 * Statements with which a bucket refuses everything that would give an object another encryption than its own.
 *
 * An upload that asks for none gets the bucket's. S3 takes `aws:kms` without a key as a wish for the AWS managed key
 * `aws/s3`, not for the bucket's, so that is refused as well.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (header x-amz-server-side-encryption)
 */
export function onlyOwnEncryption(
  bucketArn: string,
  encryption: BucketEncryption,
): readonly PolicyStatement[] {
  const refuse = (
    Sid: string,
    Condition: NonNullable<PolicyStatement["Condition"]>,
    Action = actions,
  ) =>
    ({
      Sid,
      Effect: "Deny",
      Principal: "*",
      Action,
      Resource: `${bucketArn}/*`,
      Condition,
    }) as const;
  const algorithm = encryption.kind === "sse-kms" ? "aws:kms" : "AES256";
  return [
    // Without the Null condition a negated operator would also meet the uploads that ask for nothing.
    refuse("RefuseOtherAlgorithm", {
      Null: { [algorithmKey]: "false" },
      StringNotEquals: { [algorithmKey]: algorithm },
    }),
    refuse("RefuseCustomerKey", { Null: { [customerKey]: "false" } }, customerKeyActions),
    ...(encryption.kind === "sse-kms"
      ? [
          refuse("RefuseAwsManagedKey", { Null: { [algorithmKey]: "false", [keyIdKey]: "true" } }),
          refuse("RefuseOtherKey", {
            Null: { [keyIdKey]: "false" },
            ArnNotEquals: { [keyIdKey]: encryption.key.arn },
          }),
        ]
      : []),
  ];
}
