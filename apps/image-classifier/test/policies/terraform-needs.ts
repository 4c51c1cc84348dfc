import { bucketArn, names } from "@pictor/contracts";
import { place } from "./one-account";
import { arn, bucket, type Calls, key, stage } from "./prod-resources";
import type { Need } from "./runtime-needs";

const { stateBucket, stacks } = names({ ...place, environment: "prod" });
const state = `${bucketArn(place.region, stateBucket)}/${stacks.service}.tfstate`;

/** Calls of a deployment that are neither the provider's nor of Pictor's tools. */
export const besidesTheTables: Calls = [
  // Terraform's S3 backend, with a lock file: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
  [bucketArn(place.region, stateBucket), "s3:ListBucket"],
  [state, "s3:GetObject PutObject"],
  [`${state}.tflock`, "s3:GetObject PutObject DeleteObject"],
  [arn("kms", "key/state"), "kms:Decrypt GenerateDataKey"],
  // An upload in parts that failed: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
  [`${bucket}/releases/x`, "s3:AbortMultipartUpload"],
  [key, "kms:Decrypt GenerateDataKey"],
  // WAF associates a web ACL with a stage as its caller: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
  [stage, "apigateway:SetWebACL"],
];

/** What API Gateway demands of the role that writes an account's logs: the managed policy AmazonAPIGatewayPushToCloudWatchLogs. */
export const gatewayLogs: Need = {
  calls: [
    [
      arn("logs", "log-group:API-Gateway-Execution-Logs_x/v1:log-stream:s"),
      "logs:CreateLogStream PutLogEvents GetLogEvents",
    ],
    [
      arn("logs", "log-group:API-Gateway-Execution-Logs_x/v1"),
      "logs:CreateLogGroup DescribeLogStreams FilterLogEvents",
    ],
    ["*", "logs:DescribeLogGroups"],
  ],
  by: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
};
