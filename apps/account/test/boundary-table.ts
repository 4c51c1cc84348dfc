import type { ExpectedAnswer } from "@pictor/testing";
import { elsewhere, here, no, there, yes } from "./boundary-rows";
import { capacityBoundaryTable } from "./capacity-boundary-table";
import { arn, tagged } from "./deploy-rows";
import { accountId, boundaryArn, region } from "./fixture";

const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const workload = role("pictor-prod-x");

const bucket = (name: string) => `arn:aws:s3:::pictor-${name}-${accountId}-${region}`;
const ownAccount = { "aws:ResourceAccount": accountId };
const otherAccount = { "aws:ResourceAccount": "999999999999" };

const group = (name: string) => arn("logs", `log-group:${name}:log-stream:s`);
const logGroups = (environment: string) =>
  [
    `/aws/lambda/pictor-${environment}-x`,
    `/aws/sagemaker/Endpoints/pictor-${environment}-x`,
    `/pictor/pictor-${environment}/x`,
  ].map(group);
const write = "logs:CreateLogStream logs:PutLogEvents";
const namespace = (name: string) => ({ "cloudwatch:namespace": name });
const alarm = (environment: string) => arn("cloudwatch", `alarm:pictor-${environment}-x`);
const observation: readonly ExpectedAnswer[] = [
  ...logGroups("prod").flatMap((stream) => [
    ...yes(write, stream),
    ...no(write, elsewhere(stream)),
    ...no("logs:DeleteLogStream logs:GetLogEvents", stream),
  ]),
  ...logGroups("dev").flatMap((stream) => no(write, stream)),
  ...yes("logs:DescribeLogStreams", arn("logs", "log-group:/pictor/pictor-prod/x")),
  ...no("logs:PutRetentionPolicy", arn("logs", "log-group:/pictor/pictor-prod/x")),
  ...yes("logs:DescribeLogGroups xray:PutTelemetryRecords xray:PutTraceSegments", "*", here),
  ...no("logs:DescribeLogGroups xray:PutTelemetryRecords xray:PutTraceSegments", "*", there),
  ...no("logs:DescribeQueryDefinitions xray:GetTraceSummaries logs:PutQueryDefinition", "*", here),
  ...yes("cloudwatch:PutMetricData", "*", { ...here, ...namespace("/aws/sagemaker/Endpoints") }),
  ...no("cloudwatch:PutMetricData", "*", { ...here, ...namespace("AWS/Lambda") }),
  ...no("cloudwatch:PutMetricData", "*", { ...there, ...namespace("/aws/sagemaker/Endpoints") }),
  ...no("cloudwatch:GetMetricStatistics", "*", {
    ...here,
    ...namespace("/aws/sagemaker/Endpoints"),
  }),
  ...yes("cloudwatch:DescribeAlarms", alarm("prod")),
  ...no("cloudwatch:DescribeAlarms", alarm("dev")),
  ...no("cloudwatch:DescribeAlarms", elsewhere(alarm("prod"))),
  ...no("cloudwatch:DeleteAlarms cloudwatch:SetAlarmState", alarm("prod")),
];

const key = arn("kms", "key/k");
const forService = { "kms:GrantIsForAWSResource": "true" };
const use = "kms:Decrypt kms:GenerateDataKey";
const objects = "s3:AbortMultipartUpload s3:GetObject s3:PutObject";
const data: readonly ExpectedAnswer[] = [
  ...yes(objects, `${bucket("prod-models")}/k`, ownAccount),
  ...no(objects, `${bucket("prod-models")}/k`, otherAccount),
  ...no(objects, `${bucket("dev-models")}/k`, ownAccount),
  ...no(objects, `${bucket("state")}/prod.tfstate`, ownAccount),
  ...no("s3:DeleteObject s3:PutObjectAcl", `${bucket("prod-models")}/k`, ownAccount),
  ...yes("s3:ListBucket", bucket("prod-models"), ownAccount),
  ...no("s3:ListBucket", bucket("prod-models"), otherAccount),
  ...no("s3:ListBucket", bucket("dev-models"), ownAccount),
  ...no(
    "s3:DeleteBucket s3:PutBucketPolicy s3:DeleteBucketPolicy",
    bucket("prod-models"),
    ownAccount,
  ),
  ...yes(use, key, tagged("prod")),
  ...no(use, key, tagged("dev")),
  ...no(use, key),
  ...no(use, elsewhere(key), tagged("prod")),
  ...yes("kms:CreateGrant", key, { ...tagged("prod"), ...forService }),
  ...no("kms:CreateGrant", key, { ...tagged("dev"), ...forService }),
  ...no("kms:CreateGrant", key, { ...tagged("prod"), "kms:GrantIsForAWSResource": "false" }),
  ...no("kms:CreateGrant", elsewhere(key), { ...tagged("prod"), ...forService }),
  ...no(
    "kms:ListGrants kms:Encrypt kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:TagResource",
    key,
    {
      ...tagged("prod"),
      ...forService,
    },
  ),
  ...no("kms:CreateKey", "*", here),
];

const endpoint = (environment: string) => arn("sagemaker", `endpoint/pictor-${environment}-x`);
const repository = `arn:aws:ecr:${region}:763104351884:repository/r`;
const pull = "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer";
const toSagemaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };
const modelRole = (environment: string, kind: string) =>
  role(`pictor-${environment}-${region}-model-${kind}`);
const models: readonly ExpectedAnswer[] = [
  ...yes("sagemaker:InvokeEndpoint", endpoint("prod")),
  ...no("sagemaker:InvokeEndpoint", endpoint("dev")),
  ...no("sagemaker:InvokeEndpoint", elsewhere(endpoint("prod"))),
  ...no("sagemaker:InvokeEndpointAsync", endpoint("prod")),
  ...yes("ecr:GetAuthorizationToken", "*", here),
  ...no("ecr:GetAuthorizationToken", "*", there),
  ...no("ecr:DescribeRegistry", "*", here),
  ...yes(pull, repository),
  ...no(pull, elsewhere(repository)),
  ...no("ecr:PutImage ecr:DeleteRepository", repository),
  ...["real-time", "serverless"].flatMap((kind) => [
    ...no("iam:PassRole", modelRole("prod", kind), toSagemaker),
    ...no("iam:PassRole", modelRole("dev", kind), toSagemaker),
    ...no("iam:PassRole", modelRole("prod", kind), {
      "iam:PassedToService": "lambda.amazonaws.com",
    }),
  ]),
  ...no("iam:PassRole", role("Admin"), toSagemaker),
  ...no("iam:PassRole", role(`pictor-prod-${region}-deploy`), toSagemaker),
  ...no("iam:CreateRole iam:PutRolePolicy iam:AttachRolePolicy sts:AssumeRole", workload),
  ...no("iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary", workload),
  ...no("iam:CreatePolicyVersion iam:DeletePolicy", boundaryArn),
  ...no("lambda:UpdateFunctionCode lambda:InvokeFunction", arn("lambda", "function:pictor-prod-x")),
  ...no("organizations:LeaveOrganization account:CloseAccount", "*", here),
];

const see =
  "ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs";
const manage =
  "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission " +
  "ec2:DeleteNetworkInterface ec2:DeleteNetworkInterfacePermission ec2:UnassignPrivateIpAddresses";
const inFunction = { "lambda:SourceFunctionArn": arn("lambda", "function:pictor-prod-x") };
const card = arn("ec2", "network-interface/x");
const network: readonly ExpectedAnswer[] = [
  ...yes(see, "*", here),
  ...no(see, "*", there),
  ...no("ec2:DescribeInstances", "*", here),
  ...no(see, "*", { ...here, ...inFunction }),
  ...yes(manage, card),
  ...yes(manage, card, tagged("prod")),
  ...no(manage, card, tagged("dev")),
  ...no(manage, card, inFunction),
  ...no(manage, elsewhere(card)),
  ...no("ec2:ModifyNetworkInterfaceAttribute", card),
  ...yes("ec2:CreateNetworkInterface", arn("ec2", "subnet/x")),
  ...no("ec2:CreateNetworkInterface", arn("ec2", "subnet/x"), tagged("dev")),
  ...no("ec2:TerminateInstances", arn("ec2", "instance/x")),
];

/** What a role of `prod` could do at the most if it gave itself the policy of an administrator. */
export const boundaryTable: readonly ExpectedAnswer[] = [
  ...observation,
  ...data,
  ...models,
  ...network,
  ...capacityBoundaryTable,
];
