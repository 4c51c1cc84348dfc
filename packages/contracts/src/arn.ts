/** Where an ARN points: an account in a region. */
export interface ArnPlace {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The partition that a region belongs to.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** ARN of a resource whose ARN names account and region. */
export function arnOf(place: ArnPlace, service: string, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** ARN of an IAM role, which belongs to no region. */
export function roleArn(place: ArnPlace, roleName: string): string {
  return `arn:${partitionOf(place.region)}:iam::${place.accountId}:role/${roleName}`;
}

/** ARN of a customer managed IAM policy, which belongs to no region. */
export function policyArn(place: ArnPlace, policyName: string): string {
  return `arn:${partitionOf(place.region)}:iam::${place.accountId}:policy/${policyName}`;
}

/** ARN of a bucket, which names neither account nor region. */
export function bucketArn(region: string, bucketName: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}`;
}
