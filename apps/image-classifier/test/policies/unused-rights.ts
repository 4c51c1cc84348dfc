/** A right that no listed call needs, and why a role keeps it. */
export interface UnusedRight {
  /** Entry of a policy. */
  readonly entry: string;
  /** Whose it is: `deploy` and `plan`, or the names of runtime roles. */
  readonly roles: RegExp;
  /** The actions that the entry allows and nothing needs, by spaces. @default all that the entry matches */
  readonly actions?: string;
  readonly reason: string;
}

const deployers = /-(deploy|plan)$/;
const readsOfItsOwn =
  "the provider reads more with each version, and 6.x more than 5.100.0; names limit it to the environment's own";

/** What an entry allows beyond the calls of the tables. Everything else is refused by `role-rights.spec.ts`. */
export const unusedRights: readonly UnusedRight[] = [
  {
    entry: "s3:GetBucket*",
    roles: deployers,
    actions:
      "s3:GetBucketAbac GetBucketLocation GetBucketMetadataTableConfiguration GetBucketPolicyStatus",
    reason: readsOfItsOwn,
  },
  {
    entry: "kms:GetKey*",
    roles: deployers,
    actions: "kms:GetKeyLastUsage",
    reason: readsOfItsOwn,
  },
  { entry: "lambda:Get*", roles: deployers, reason: readsOfItsOwn },
  { entry: "lambda:List*", roles: deployers, reason: readsOfItsOwn },
  {
    entry: "ec2:Describe*",
    roles: deployers,
    reason:
      "EC2's descriptions take no resource, contain no data, and a network's validation reads many of them",
  },
  {
    entry: "application-autoscaling:PutScheduledAction",
    roles: /-deploy$/,
    reason: "an environment whose instances follow a schedule; none that is committed does",
  },
  {
    entry: "application-autoscaling:DeleteScheduledAction",
    roles: /-deploy$/,
    reason: "an environment whose instances follow a schedule; none that is committed does",
  },
  {
    entry: "application-autoscaling:DescribeScheduledActions",
    roles: deployers,
    reason: "an environment whose instances follow a schedule; none that is committed does",
  },
];
