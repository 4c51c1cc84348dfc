import { bucketArn, type PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, namesAt, prefixOf, resources } from "./deploy-place";

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
  const { stacks, stateBucket } = namesAt(place);
  const bucket = bucketArn(place.region, stateBucket);
  const states = Object.values(stacks).map((stack) => `${bucket}/${stack}.tfstate`);
  const locks = states.map((state) => `${state}.tflock`);
  return [
    { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: [...states, ...locks],
    },
    { Sid: "UnlockState", Effect: "Allow", Action: "s3:DeleteObject", Resource: locks },
    {
      Sid: "EncryptState",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: place.stateKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${place.region}.amazonaws.com` } },
    },
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
        "s3:GetIntelligentTieringConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutIntelligentTieringConfiguration",
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
 * A key has no name but its tags, until it has an alias: those that Terraform's provider gives it when it makes it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
function keyStatements(place: DeployPlace): readonly PolicyStatement[] {
  const keys = resources(place, "kms", "key/*");
  const asked = { StringEquals: { "aws:RequestTag/Environment": place.environment } };
  const own = { StringEquals: { "aws:ResourceTag/Environment": place.environment } };
  return [
    {
      Sid: "CreateKey",
      Effect: "Allow",
      Action: ["kms:CreateKey", "kms:TagResource"],
      Resource: "*",
      Condition: {
        ...asked,
        StringEqualsIfExists: { "aws:ResourceTag/Environment": place.environment },
      },
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
      Condition: own,
    },
    {
      Sid: "GiveKeyToServices",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { ...own, Bool: { "kms:GrantIsForAWSResource": "true" } },
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
