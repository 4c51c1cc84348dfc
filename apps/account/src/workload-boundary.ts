import type { PolicyStatement } from "@pictor/contracts";

/** Services that what Pictor runs may call, each to do what its own role's policies say. */
const services = [
  "application-autoscaling",
  "cloudwatch",
  "ec2",
  "ecr",
  "events",
  "kms",
  "lambda",
  "logs",
  "s3",
  "sagemaker",
  "sns",
  "sqs",
  "states",
  "xray",
];

/**
 * The most that any role of an environment may do, whoever gives it which policy: use these services, in this account
 * and elsewhere. Identities, other roles, the organisation and the account itself are beyond it.
 *
 * A boundary gives nothing: what it names is allowed only where a policy of the role allows it, too.
 *
 * @param ownRoles ARN pattern of Pictor's roles
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryStatements(ownRoles: string): readonly PolicyStatement[] {
  return [
    {
      Sid: "Services",
      Effect: "Allow",
      Action: services.map((service) => `${service}:*`),
      Resource: "*",
    },
    {
      // A controller makes endpoints of models that run as such a role.
      Sid: "PassOwnRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: ownRoles,
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    {
      Sid: "NoPolicyOfData",
      Effect: "Deny",
      Action: [
        "kms:CreateKey",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "s3:DeleteBucket*",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      Resource: "*",
    },
  ];
}
