import {
  type AwsPlace,
  arnOf,
  bucketArn,
  logsPrincipal,
  type PolicyStatement,
  partitionOf,
  viaService,
} from "@pictor/contracts";
import { accountRootArn, sidPart } from "../policy";

/** In a key's policy the asterisk means the key itself, whose ARN is not known before it exists. */
const thisKey = "*";

/** Services whose resources keep the key by a grant. */
export const grantServices = ["lambda", "sagemaker"] as const;

/** A service whose resources keep the key by a grant. */
export type GrantService = (typeof grantServices)[number];

/**
 * What the account's identities may do, as far as their own policies say so: administer the key and use it.
 *
 * CreateGrant is missing on purpose: by a grant anybody with `kms:*` could hand the key to another account.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function ownAccount(place: AwsPlace): readonly PolicyStatement[] {
  const allow = (Sid: string, Action: readonly string[]) =>
    ({
      Sid,
      Effect: "Allow",
      Principal: { AWS: accountRootArn(place) },
      Action,
      Resource: thisKey,
    }) as const;
  return [
    allow("AccountAdministers", [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:Describe*",
      "kms:Disable*",
      "kms:Enable*",
      "kms:Get*",
      "kms:List*",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ]),
    allow("AccountUses", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]),
  ];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
export function grants(place: AwsPlace, service: GrantService): PolicyStatement {
  return {
    Sid: service === "lambda" ? "GrantsOfLambda" : "GrantsOfSagemaker",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(place) },
    Action: "kms:CreateGrant",
    Resource: thisKey,
    Condition: {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: { "kms:ViaService": viaService(service, place.region) },
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export function logGroups(place: AwsPlace): PolicyStatement {
  return {
    Sid: "LogGroups",
    Effect: "Allow",
    Principal: { Service: logsPrincipal(place.region) },
    // AWS's example has Describe* as well, which no request satisfies: DescribeKey has no encryption context.
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
    Resource: thisKey,
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(place, "logs", "log-group:*") },
    },
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
export function alarms(place: AwsPlace): PolicyStatement {
  return delivery(place, "Alarms", "cloudwatch", arnOf(place, "cloudwatch", "alarm:*"));
}

/**
 * EventBridge says for which topic it asks, and nothing of where it comes from: a condition on the source would never
 * hold, and the message would be lost silently.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services (read 2026-11)
 */
export function events(place: AwsPlace): PolicyStatement {
  return {
    Sid: "Events",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: thisKey,
    Condition: { ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": arnOf(place, "sns", "*") } },
  };
}

/**
 * A budget belongs to the account, not to a region.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html (read 2026-11)
 */
export function budgets(place: AwsPlace): PolicyStatement {
  const arn = `arn:${partitionOf(place.region)}:budgets::${place.accountId}:budget/*`;
  return delivery(place, "Budgets", "budgets", arn);
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html */
export function topics(place: AwsPlace): PolicyStatement {
  return delivery(place, "Topics", "sns", arnOf(place, "sns", "*"));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html */
export function s3Delivery(place: AwsPlace, bucketName: string): PolicyStatement {
  return delivery(
    place,
    `DeliveryOf${sidPart(bucketName)}`,
    "s3",
    bucketArn(place.region, bucketName),
  );
}

/** What a service needs to put something into a queue, topic or bucket that the key encrypts. */
function delivery(
  place: AwsPlace,
  sid: string,
  service: string,
  sourceArn: string,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: thisKey,
    Condition: {
      StringEquals: { "aws:SourceAccount": place.accountId },
      ArnLike: { "aws:SourceArn": sourceArn },
    },
  };
}
