import { bucketArn, type PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, namesAt, prefixOf, resources } from "./deploy-place";
import { statePlace, useStateKey } from "./state-place";

/**
 * What deploying an environment's data takes, and publishing into it: state, buckets, releases and the key.
 *
 * No object is deleted but the lock beside a state: who empties a bucket is an administrator.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (read 2026-11)
 */
export function dataStatements(place: DeployPlace): readonly PolicyStatement[] {
  return [...stateStatements(place), ...bucketStatements(place), ...keyStatements(place)];
}

function stateStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { bucket, locks, states } = statePlace(place);
  return [
    { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: [...states, ...locks],
    },
    { Sid: "UnlockState", Effect: "Allow", Action: "s3:DeleteObject", Resource: locks },
    useStateKey(place, "EncryptState"),
  ];
}

function bucketStatements(place: DeployPlace): readonly PolicyStatement[] {
  const own = bucketArn(place.region, `${prefixOf(place)}*-${place.accountId}-${place.region}`);
  return [
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:GetAccelerateConfiguration",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "s3:PutBucketLogging",
        "s3:PutBucketNotification",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketTagging",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      Resource: own,
    },
    {
      Sid: "PublishReleases",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArn(place.region, namesAt(place).modelBucket)}/releases/*`,
    },
  ];
}

/**
 * A key has no name until it has an alias, so it is known by the tag that Terraform's provider gives it at its creation.
 *
 * A role that may tag every key could claim any key for its environment. KMS has no condition for "at creation", so
 * a tag is put only on a key that has neither an alias nor an `Environment` tag: a new one, or one that nobody uses by
 * name.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html (kms:ResourceAliases)
 */
function keyStatements(place: DeployPlace): readonly PolicyStatement[] {
  const keys = resources(place, "kms", "key/*");
  const asked = { "aws:RequestTag/Environment": place.environment };
  const own = { "aws:ResourceTag/Environment": place.environment };
  return [
    {
      Sid: "CreateKey",
      Effect: "Allow",
      Action: "kms:CreateKey",
      Resource: "*",
      Condition: { StringEquals: asked },
    },
    {
      Sid: "TagNewKey",
      Effect: "Allow",
      Action: "kms:TagResource",
      Resource: keys,
      Condition: {
        StringEquals: asked,
        Null: { "aws:ResourceTag/Environment": "true", "kms:ResourceAliases": "true" },
      },
    },
    {
      Sid: "TagOwnKey",
      Effect: "Allow",
      Action: ["kms:TagResource", "kms:UntagResource"],
      Resource: keys,
      Condition: { StringEquals: own, StringEqualsIfExists: asked },
    },
    {
      Sid: "OwnKey",
      Effect: "Allow",
      Action: [
        "kms:CreateAlias",
        "kms:Decrypt",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GetKey*",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      Resource: keys,
      Condition: { StringEquals: own },
    },
    {
      Sid: "GiveKeyToServices",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { StringEquals: own, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "OwnAlias",
      Effect: "Allow",
      Action: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      Resource: resources(place, "kms", namesAt(place).keyAlias),
    },
    { Sid: "FindAliases", Effect: "Allow", Action: "kms:ListAliases", Resource: "*" },
  ];
}
