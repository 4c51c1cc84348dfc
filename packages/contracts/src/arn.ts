import type { AwsPlace } from "./aws-place";
import { partitionOf } from "./regions";

/** ARN of a resource whose ARN names account and region. */
export function arnOf(place: AwsPlace, service: string, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.accountId}:${resource}`;
}

/**
 * ARN by which API Gateway invokes a Lambda function's alias, as Lambda's `invoke_arn` has it. Made of literals it names
 * the function without depending on it.
 */
export function functionInvokeArn(place: AwsPlace, functionName: string, alias: string): string {
  const { region } = place;
  const target = arnOf(place, "lambda", `function:${functionName}:${alias}`);
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}

/** ARN of an IAM role, which belongs to no region. */
export function roleArn(place: AwsPlace, roleName: string): string {
  return `arn:${partitionOf(place.region)}:iam::${place.accountId}:role/${roleName}`;
}

/** ARN of a customer managed IAM policy, which belongs to no region. */
export function policyArn(place: AwsPlace, policyName: string): string {
  return `arn:${partitionOf(place.region)}:iam::${place.accountId}:policy/${policyName}`;
}

/** ARN of a bucket, which names neither account nor region. */
export function bucketArn(region: string, bucketName: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}`;
}
