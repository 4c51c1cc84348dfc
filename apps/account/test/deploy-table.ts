import type { ExpectedAnswer } from "@pictor/testing";
import { capacity } from "./deploy-capacity-table";
import { gateway } from "./deploy-gateway-table";
import { jobs } from "./deploy-jobs-table";
import { network } from "./deploy-network-table";
import { arn, asked, deployRole, no, tagged, yes } from "./deploy-rows";
import { scaling } from "./deploy-scaling-table";
import { watching } from "./deploy-watching-table";
import { accountId, boundaryArn, jobsBoundaryArn, region, stateKeyArn } from "./fixture";

const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const bucket = (name: string) => `arn:aws:s3:::pictor-${name}-${accountId}-${region}`;
const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const bounded = { "iam:PermissionsBoundary": boundaryArn };
const boundedJobs = { "iam:PermissionsBoundary": jobsBoundaryArn };
const key = arn("kms", "key/k");

const state = `${bucket("state")}/prod.tfstate`;
const data: readonly ExpectedAnswer[] = [
  ...yes("s3", "ListBucket", bucket("state")),
  ...no("s3", "PutBucketPolicy DeleteBucket GetBucketPolicy", bucket("state")),
  ...["prod", "prod-data", "prod-jobs"].flatMap((stack) => {
    const object = `${bucket("state")}/${stack}.tfstate`;
    return [
      ...yes("s3", "GetObject PutObject", object),
      ...yes("s3", "GetObject PutObject DeleteObject", `${object}.tflock`),
      ...no("s3", "DeleteObject DeleteObjectVersion", object),
      ...no("s3", "PutObjectTagging", `${object}.tflock`),
    ];
  }),
  ...no("s3", "GetObject PutObject", `${bucket("state")}/dev.tfstate`),
  ...no("s3", "DeleteObject", `${bucket("state")}/dev.tfstate.tflock`),
  ...yes("kms", "Decrypt GenerateDataKey", stateKeyArn, viaS3),
  ...no("kms", "Decrypt GenerateDataKey", stateKeyArn),
  ...no("kms", "Encrypt PutKeyPolicy ScheduleKeyDeletion", stateKeyArn, viaS3),
  ...no("kms", "Decrypt", arn("kms", "key/other"), viaS3),
  ...yes(
    "s3",
    "CreateBucket DeleteBucket DeleteBucketPolicy GetAccelerateConfiguration GetBucketPolicy GetEncryptionConfiguration " +
      "GetLifecycleConfiguration GetReplicationConfiguration ListBucket PutBucketLogging PutBucketNotification " +
      "PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning " +
      "PutEncryptionConfiguration PutLifecycleConfiguration",
    bucket("prod-models"),
  ),
  ...no(
    "s3",
    "PutBucketAcl PutBucketCORS PutBucketObjectLockConfiguration PutBucketRequestPayment PutBucketWebsite " +
      "PutIntelligentTieringConfiguration",
    bucket("prod-models"),
  ),
  ...no("s3", "CreateBucket PutBucketPolicy DeleteBucket ListBucket", bucket("dev-models")),
  ...no("s3", "PutReplicationConfiguration PutAccelerateConfiguration", bucket("prod-models")),
  ...yes("s3", "AbortMultipartUpload GetObject PutObject", `${bucket("prod-models")}/releases/x`),
  ...no("s3", "DeleteObject DeleteObjectVersion", `${bucket("prod-models")}/releases/x`),
  ...no("s3", "PutObject GetObject", `${bucket("prod-models")}/else`),
  ...no("s3", "PutObject GetObject", `${bucket("dev-models")}/releases/x`),
  ...no("s3", "GetObject DeleteObject", `${bucket("prod-logs")}/models/x`),
];

const administration =
  "CreateAlias DeleteAlias DescribeKey EnableKeyRotation GetKeyPolicy ListResourceTags PutKeyPolicy " +
  "ScheduleKeyDeletion UpdateAlias UpdateKeyDescription";
const alias = "CreateAlias DeleteAlias UpdateAlias";
const keys: readonly ExpectedAnswer[] = [
  ...yes("kms", "CreateKey", "*", asked("prod")),
  ...no("kms", "CreateKey", "*", asked("dev")),
  ...no("kms", "CreateKey", "*"),
  ...no("kms", "CreateCustomKeyStore", "*", asked("prod")),
  ...yes("kms", "TagResource", key, asked("prod")),
  ...no("kms", "TagResource", key, asked("dev")),
  ...no("kms", "TagResource", key),
  ...no("kms", "TagResource", key, { ...asked("prod"), "kms:ResourceAliases": "alias/others" }),
  ...no("kms", "TagResource", key.replace(region, "us-east-1"), asked("prod")),
  ...no("kms", "UntagResource", key, asked("prod")),
  ...yes("kms", "TagResource UntagResource", key, tagged("prod")),
  ...yes("kms", "TagResource", key, {
    ...asked("prod"),
    ...tagged("prod"),
    "kms:ResourceAliases": "alias/pictor-prod",
  }),
  ...no("kms", "TagResource", key, { ...asked("prod"), ...tagged("dev") }),
  ...no("kms", "TagResource", key, { ...asked("dev"), ...tagged("prod") }),
  ...no("kms", "TagResource UntagResource", key.replace(region, "us-east-1"), tagged("prod")),
  ...yes("kms", `${administration} Decrypt Encrypt GenerateDataKey`, key, tagged("prod")),
  ...no("kms", `${administration} Decrypt Encrypt GenerateDataKey`, key, tagged("dev")),
  ...no("kms", `${administration} Decrypt Encrypt GenerateDataKey`, key),
  ...no("kms", "DisableKey ImportKeyMaterial", key, tagged("prod")),
  ...no("kms", "DescribeKey", key.replace(region, "us-east-1"), tagged("prod")),
  ...yes("kms", "CreateGrant", key, { ...tagged("prod"), "kms:GrantIsForAWSResource": "true" }),
  ...no("kms", "CreateGrant", key, { ...tagged("prod"), "kms:GrantIsForAWSResource": "false" }),
  ...no("kms", "CreateGrant", key, { ...tagged("dev"), "kms:GrantIsForAWSResource": "true" }),
  ...no("kms", "CreateGrant", key.replace(region, "us-east-1"), {
    ...tagged("prod"),
    "kms:GrantIsForAWSResource": "true",
  }),
  ...no("kms", "ListGrants", key, { ...tagged("prod"), "kms:GrantIsForAWSResource": "true" }),
  ...yes("kms", alias, arn("kms", "alias/pictor-prod")),
  ...no("kms", alias, arn("kms", "alias/pictor-dev")),
  ...yes("kms", "ListAliases", "*"),
  ...no("kms", "ListKeys", "*"),
];

const services: readonly (readonly [string, string, readonly string[], string?])[] = [
  [
    "sagemaker",
    "AddTags CreateEndpoint DeleteEndpoint DeleteTags DescribeEndpoint InvokeEndpoint ListTags UpdateEndpoint",
    [arn("sagemaker", "endpoint/pictor-prod-x")],
    "InvokeEndpointAsync",
  ],
  [
    "sagemaker",
    "CreateEndpointConfig DeleteEndpointConfig DescribeEndpointConfig",
    [arn("sagemaker", "endpoint-config/pictor-prod-x")],
  ],
  ["sagemaker", "CreateModel DeleteModel DescribeModel", [arn("sagemaker", "model/pictor-prod-x")]],
  [
    "lambda",
    "AddPermission CreateAlias CreateFunction DeleteAlias DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig GetAlias GetFunction GetFunctionEventInvokeConfig " +
      "ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig RemovePermission TagResource UntagResource UpdateAlias " +
      "UpdateFunctionCode UpdateFunctionConfiguration",
    [arn("lambda", "function:pictor-prod-x")],
    "InvokeFunction",
  ],
  [
    "logs",
    "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy DescribeMetricFilters " +
      "ListTagsForResource PutMetricFilter PutRetentionPolicy TagResource UntagResource",
    ["/aws/lambda/pictor-prod-", "/aws/sagemaker/Endpoints/pictor-prod-", "/pictor/pictor-prod/"]
      .map((name) => `${name}x`)
      .concat("aws-waf-logs-pictor-prod", "aws-waf-logs-pictor-prod:log-stream:")
      .map((name) => arn("logs", `log-group:${name}`)),
    "FilterLogEvents",
  ],
  ...watching,
];
const service: readonly ExpectedAnswer[] = [
  ...services.flatMap(([name, actions, resources, beyond]) =>
    resources.flatMap((resource) => [
      ...yes(name, actions, resource),
      ...no(name, actions, resource.replace("pictor-prod", "pictor-dev")),
      ...(beyond === undefined ? [] : no(name, beyond, resource)),
      ...no(
        name,
        actions,
        resource.replace(region, "us-east-1").replace(accountId, "999999999999"),
      ),
    ]),
  ),
  ...yes("logs", "DescribeLogGroups", "*"),
  ...yes("cloudwatch", "DescribeAlarms PutCompositeAlarm", "*"),
  ...no("cloudwatch", "SetAlarmState EnableAlarmActions", "*"),
  ...yes("logs", "DeleteQueryDefinition DescribeQueryDefinitions PutQueryDefinition", "*"),
  ...no("logs", "StartQuery", "*"),
  ...["pictor-prod2", "pictor-prod-x"].flatMap((name) =>
    no("logs", "CreateLogGroup DeleteLogGroup", arn("logs", `log-group:aws-waf-logs-${name}`)),
  ),
  ...no("logs", "DescribeDestinations", "*"),
];

const see =
  "GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies TagRole UntagRole";
const change =
  "CreateRole DeleteRole DeleteRolePolicy PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy UpdateRole " +
  "UpdateRoleDescription";
const passed = (name: string) => ({ "iam:PassedToService": `${name}.amazonaws.com` });
const own = role("pictor-prod-x");
const roles: readonly ExpectedAnswer[] = [
  ...yes("iam", see, own),
  ...yes("iam", change, own, bounded),
  ...yes("iam", change, own, boundedJobs),
  ...no("iam", change, role("pictor-dev-x"), boundedJobs),
  ...no("iam", change, own),
  ...no("iam", change, own, {
    "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  ...no("iam", "DeleteRolePermissionsBoundary AttachRolePolicy", own, bounded),
  ...[
    role("Admin"),
    role("pictor-dev-x"),
    role("pictor-dev-eu-central-1-deploy"),
    deployRole,
    deployRole.replace(/deploy$/, "plan"),
  ].flatMap((other) => [
    ...no("iam", `${change} ${see}`, other, bounded),
    ...no("iam", "PassRole", other, passed("lambda")),
  ]),
  ...["events", "lambda", "sagemaker", "scheduler", "states", "vpc-flow-logs"].flatMap((name) =>
    yes("iam", "PassRole", own, passed(name)),
  ),
  ...no("iam", "PassRole", own, passed("ec2")),
  ...no("iam", "PassRole", own),
  ...no("iam", "CreateUser CreateAccessKey", `arn:aws:iam::${accountId}:user/pictor-prod-x`),
  ...no("iam", "CreatePolicyVersion DeletePolicy SetDefaultPolicyVersion", boundaryArn),
  ...no("iam", "CreatePolicyVersion DeletePolicy SetDefaultPolicyVersion", jobsBoundaryArn),
  ...no("sts", "AssumeRole", role("Admin")),
];

const account = (path: string) => `arn:aws:apigateway:${region}::/${path}`;
const linked = (service: string, name: string) =>
  role(`aws-service-role/${service}.amazonaws.com/AWSServiceRoleFor${name}`);
const apiGatewayRole = linked("ops.apigateway", "APIGateway");
const scalingRole = linked(
  "sagemaker.application-autoscaling",
  "ApplicationAutoScaling_SageMakerEndpoint",
);
const checks: readonly ExpectedAnswer[] = [
  ...yes("ce", "ListCostAllocationTags", "*"),
  ...no("ce", "GetCostAndUsage UpdateCostAllocationTagsStatus", "*"),
  ...yes("lambda", "GetAccountSettings", "*"),
  ...no("lambda", "ListFunctions", "*"),
  ...yes("servicequotas", "ListServiceQuotas", "*"),
  ...no("servicequotas", "ListServices", "*"),
  ...yes("iam", "GetRole", apiGatewayRole),
  ...yes("iam", "GetRole", scalingRole),
  ...no("iam", "DeleteRole DeleteServiceLinkedRole UpdateRole", apiGatewayRole),
  ...no("iam", "GetRole", linked("elasticache", "ElastiCache")),
  ...yes("apigateway", "GET", account("account")),
  ...no("apigateway", "PATCH", account("account")),
  ...no("apigateway", "GET", account("domainnames")),
];

/** What the deploy role of `prod` may do and may not, by the part of its policies that says so. */
export const tables: Readonly<Record<string, readonly ExpectedAnswer[]>> = {
  Data: [...data, ...keys, ...yes("s3", "GetObject", state)],
  Network: network,
  Service: service,
  Gateway: gateway,
  Roles: roles,
  Scaling: scaling,
  Capacity: capacity,
  Jobs: jobs,
  Checks: checks,
};
