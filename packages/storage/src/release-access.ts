import { bucketArn, roleArn } from "@pictor/contracts";
import { accountRootArn, type PolicyStatement } from "./policy";

/** Where releases lie. */
export interface ReleasePlace {
  readonly bucketName: string;
  readonly region: string;
  /** ARN of the key that encrypts them. */
  readonly keyArn: string;
}

/** Begins the key of every release: see `releaseKey` of `@pictor/contracts`. */
const releases = "releases/";

/** What an identity needs to read releases, and nothing besides. */
export function readReleases(place: ReleasePlace): readonly PolicyStatement[] {
  const bucket = bucketArn(place.region, place.bucketName);
  return [
    {
      Sid: "ReadReleases",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `${bucket}/${releases}*`,
    },
    {
      // Without it S3 says that access to a missing release is denied, instead of that it is missing.
      Sid: "ListReleases",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucket,
      Condition: { StringLike: { "s3:prefix": `${releases}*` } },
    },
    {
      Sid: "DecryptReleases",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: place.keyArn,
      Condition: {
        StringEquals: {
          "kms:ViaService": `s3.${place.region}.amazonaws.com`,
          // With a bucket key the context is the bucket; an object encrypted without one stays unreadable.
          "kms:EncryptionContext:aws:s3:arn": bucket,
        },
      },
    },
  ];
}

/** Who may read the objects of a model store. */
export interface ReaderList {
  readonly bucketName: string;
  readonly accountId: string;
  readonly region: string;
  /** Names of roles of the account. */
  readonly readerRoleNames: readonly string[];
  /** ARNs of further roles; `*` and `?` stand for what is not known of a name. */
  readonly operatorRoleArns: readonly string[];
}

/**
 * Refuses objects to everybody else, whatever their own policies say.
 *
 * Readers are matched by `aws:PrincipalArn`, because a policy that names a role as its principal is invalid until
 * the role exists. The account's root user always gets through: somebody must, if the roles are lost.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function onlyReaders(list: ReaderList): PolicyStatement {
  return {
    Sid: "OnlyReaders",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject*",
    Resource: `${bucketArn(list.region, list.bucketName)}/*`,
    Condition: {
      ArnNotLike: {
        "aws:PrincipalArn": [
          ...list.readerRoleNames.map((name) => roleArn(list, name)),
          ...list.operatorRoleArns,
          accountRootArn(list),
        ],
      },
    },
  };
}
