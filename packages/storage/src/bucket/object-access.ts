import {
  bucketArn,
  type EncryptionKeyReference,
  type PolicyStatement,
  viaService,
} from "@pictor/contracts";

/** How the objects of a bucket are encrypted. */
export type ObjectEncryption =
  | {
      /** By S3's own keys: whoever may read an object may decrypt it. */
      readonly kind: "sse-s3";
    }
  | {
      /** By a KMS key. */
      readonly kind: "sse-kms";
      readonly key: EncryptionKeyReference;
      /**
       * Whether every object is encrypted by way of a bucket key. S3 then gives KMS the bucket's ARN as encryption
       * context, else the object's.
       *
       * @default false: grants admit both contexts, that of the bucket and those of the objects below the prefix
       */
      readonly bucketKey?: boolean;
    };

/** Objects of a bucket, and how they are encrypted. */
export interface ObjectPlace {
  readonly bucketName: string;
  readonly region: string;
  readonly encryption: ObjectEncryption;
  /** Prefix of the keys of the objects, for example `releases/`. */
  readonly prefix: string;
}

/** What an identity needs to read the objects, and nothing besides. */
export function readObjects(place: ObjectPlace): readonly PolicyStatement[] {
  return [
    {
      Sid: "ReadObjects",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objects(place),
    },
    {
      // Without it S3 says that access to a missing object is denied, instead of that it is missing.
      Sid: "ListObjects",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn(place.region, place.bucketName),
      Condition: { StringLike: { "s3:prefix": `${place.prefix}*` } },
    },
    ...throughS3(place, "Decrypt", "kms:Decrypt"),
  ];
}

/** What an identity needs to write the objects, in several parts too, and nothing besides. */
export function writeObjects(place: ObjectPlace): readonly PolicyStatement[] {
  return [
    {
      Sid: "WriteObjects",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: objects(place),
    },
    // An upload in several parts decrypts the parts before it joins them.
    ...throughS3(place, "Encrypt", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

function objects({ region, bucketName, prefix }: ObjectPlace): string {
  return `${bucketArn(region, bucketName)}/${prefix}*`;
}

function throughS3(
  place: ObjectPlace,
  sid: string,
  action: PolicyStatement["Action"],
): readonly PolicyStatement[] {
  const { region, bucketName, encryption } = place;
  if (encryption.kind === "sse-s3") return [];
  const via = { "kms:ViaService": viaService("s3", region) };
  const context = "kms:EncryptionContext:aws:s3:arn";
  const bucket = bucketArn(region, bucketName);
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: encryption.key.arn,
      Condition: encryption.bucketKey
        ? // An object that was encrypted without the bucket key stays unreadable.
          { StringEquals: { ...via, [context]: bucket } }
        : { StringEquals: via, StringLike: { [context]: [bucket, objects(place)] } },
    },
  ];
}
