import { bucketArn, type PolicyStatement } from "@pictor/contracts";

/** Objects of a bucket, and the key that encrypts them. */
export interface ObjectPlace {
  readonly bucketName: string;
  readonly region: string;
  /** ARN of the key. */
  readonly keyArn: string;
  /** Begins the keys of the objects, for example `releases/`. */
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
    throughS3(place, "Decrypt", "kms:Decrypt"),
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
    throughS3(place, "Encrypt", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

function objects({ region, bucketName, prefix }: ObjectPlace): string {
  return `${bucketArn(region, bucketName)}/${prefix}*`;
}

function throughS3(
  { region, bucketName, keyArn }: ObjectPlace,
  sid: string,
  action: PolicyStatement["Action"],
): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: action,
    Resource: keyArn,
    Condition: {
      StringEquals: {
        "kms:ViaService": `s3.${region}.amazonaws.com`,
        // With a bucket key the context is the bucket; an object encrypted without one stays unreadable.
        "kms:EncryptionContext:aws:s3:arn": bucketArn(region, bucketName),
      },
    },
  };
}
