const services: Readonly<Record<string, string>> = {
  applicationautoscaling: "application-autoscaling",
  cloudwatchlogs: "logs",
  eventbridge: "events",
  "sagemaker-runtime": "sagemaker",
  sfn: "states",
  stepfunctions: "states",
};

/** Operations whose permission has another name than theirs. */
const renamed: Readonly<Record<string, string>> = {
  "budgets:CreateBudget": "budgets:ModifyBudget",
  "budgets:CreateNotification": "budgets:ModifyBudget",
  "budgets:DeleteBudget": "budgets:ModifyBudget",
  "budgets:DeleteNotification": "budgets:ModifyBudget",
  "budgets:DescribeBudget": "budgets:ViewBudget",
  "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
  "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
  "budgets:UpdateBudget": "budgets:ModifyBudget",
  "lambda:FunctionUpdatedWaiter": "lambda:GetFunctionConfiguration",
  "lambda:Invoke": "lambda:InvokeFunction",
  "s3:DeleteBucketCors": "s3:PutBucketCORS",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
  "s3:DeleteBucketReplication": "s3:PutReplicationConfiguration",
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "s3:GetBucketCors": "s3:GetBucketCORS",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:PutBucketAccelerateConfiguration": "s3:PutAccelerateConfiguration",
  "s3:PutBucketCors": "s3:PutBucketCORS",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
  "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

const methods: Readonly<Record<string, string>> = {
  Create: "POST",
  Delete: "DELETE",
  Get: "GET",
  Import: "POST",
  Put: "PUT",
  Tag: "PUT",
  Untag: "DELETE",
  Update: "PATCH",
};

/**
 * The permission that an operation takes: most have its name, API Gateway's the HTTP method.
 *
 * @param operation service and name as AWS's SDK for Go or botocore has them, for example `s3:GetBucketCors`
 */
export function permissionFor(operation: string): string {
  const [service = "", name = ""] = operation.split(":");
  if (service === "apigateway") {
    return `apigateway:${methods[/^[A-Z][a-z]+/.exec(name)?.[0] ?? ""]}`;
  }
  return renamed[operation] ?? `${services[service] ?? service}:${name}`;
}
