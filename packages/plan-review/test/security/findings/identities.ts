/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const identities: Readonly<Record<string, readonly string[]>> = {
  "managed-policy": [
    "high: aws_iam_role_policy_attachment.it: it attaches arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
    "high: aws_iam_user_policy_attachment.it: it attaches arn:aws:iam::aws:policy/AdministratorAccess",
    "high: aws_iam_group_policy_attachment.it: it attaches arn:aws:iam::aws:policy/PowerUserAccess",
    "high: aws_iam_policy_attachment.it: it attaches arn:aws:iam::aws:policy/service-role/SomeFullAccess",
  ],
  "pass-role": [
    "high: aws_iam_role_policy.it: it allows iam:PassRole for every role, or to every service",
    "high: aws_iam_role_policy.it: it allows iam:PassRole for every role, or to every service",
    "high: aws_iam_role_policy.it: it allows iam:PassRole for every role, or to every service",
    "high: aws_iam_role_policy.it: it allows iam:PassRole for every role, or to every service",
  ],
  "policy-all-actions": [
    "critical: aws_iam_role_policy.it: it allows *",
    "high: aws_iam_role_policy.it: it allows s3:*",
    "critical: aws_iam_policy.it: it allows everything except iam:*",
  ],
  "policy-all-resources": [
    "medium: aws_iam_role_policy.it: it allows s3:getobject on every resource",
    "medium: aws_iam_role_policy.it: it allows s3:putobject on every resource",
  ],
  "trust-anybody": [
    "critical: aws_iam_role.it: its trust policy allows everybody, without a condition",
    "critical: aws_iam_role.it: its trust policy allows everybody, without a condition",
    "critical: aws_iam_role.it: its trust policy allows everybody, without a condition",
  ],
  "trust-service": [
    "medium: aws_iam_role.it: a service may take it on for another account's resource: no aws:SourceAccount or aws:SourceArn",
    "medium: aws_iam_role.it: a service may take it on for another account's resource: no aws:SourceAccount or aws:SourceArn",
    "medium: aws_iam_role.it: a service may take it on for another account's resource: no aws:SourceAccount or aws:SourceArn",
    "medium: aws_iam_role.it: a service may take it on for another account's resource: no aws:SourceAccount or aws:SourceArn",
  ],
};
