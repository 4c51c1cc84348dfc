import type { ExpectedAnswer } from "@pictor/testing";
import { gateway } from "./deploy-gateway-table";
import { arn, asked, deployRole, no, tagged, yes } from "./deploy-rows";
import { scaling } from "./deploy-scaling-table";
import { watching } from "./deploy-watching-table";
import { accountId, boundaryArn, region, stateKeyArn } from "./fixture";

const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const bucket = (name: string) => `arn:aws:s3:::pictor-${name}-${accountId}-${region}`;
const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const bounded = { "iam:PermissionsBoundary": boundaryArn };
const key = arn("kms", "key/k");

const state = `${bucket("state")}/prod.tfstate`;
const data: readonly ExpectedAnswer[] = [
  ...yes("s3", "ListBucket", bucket("state")),
  ...no("s3", "PutBucketPolicy DeleteBucket GetBucketPolicy", bucket("state")),
  ...["prod", "prod-data"].flatMap((stack) => {
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
      "GetIntelligentTieringConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListBucket " +
      "PutBucketPolicy PutEncryptionConfiguration PutIntelligentTieringConfiguration PutLifecycleConfiguration",
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
  ...yes("kms", "TagResource", key, { ...asked("prod"), ...tagged("prod") }),
  ...no("kms", "TagResource", key, { ...asked("prod"), ...tagged("dev") }),
  ...no("kms", "TagResource", key, { ...asked("dev"), ...tagged("prod") }),
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

const kinds = ["route-table", "security-group", "subnet", "vpc", "vpc-endpoint", "vpc-flow-log"];
const made: Readonly<Record<string, string>> = {
  AuthorizeSecurityGroupEgress: "security-group-rule",
  AuthorizeSecurityGroupIngress: "security-group-rule",
  CreateFlowLogs: "vpc-flow-log",
  CreateRouteTable: "route-table",
  CreateSecurityGroup: "security-group",
  CreateSubnet: "subnet",
  CreateVpc: "vpc",
  CreateVpcEndpoint: "vpc-endpoint",
};
const changed: Readonly<Record<string, string>> = {
  AssociateRouteTable: "route-table",
  AuthorizeSecurityGroupEgress: "security-group",
  AuthorizeSecurityGroupIngress: "security-group",
  CreateFlowLogs: "vpc",
  CreateRouteTable: "vpc",
  CreateSecurityGroup: "vpc",
  CreateSubnet: "vpc",
  CreateVpcEndpoint: "subnet",
  DeleteFlowLogs: "vpc-flow-log",
  DeleteRouteTable: "route-table",
  DeleteSecurityGroup: "security-group",
  DeleteSubnet: "subnet",
  DeleteTags: "vpc",
  DeleteVpc: "vpc",
  DeleteVpcEndpoints: "vpc-endpoint",
  DisassociateRouteTable: "subnet",
  ModifySecurityGroupRules: "security-group-rule",
  ModifySubnetAttribute: "subnet",
  ModifyVpcAttribute: "vpc",
  ModifyVpcEndpoint: "vpc-endpoint",
};
const each = (
  table: Readonly<Record<string, string>>,
  ask: (action: string, resource: string) => readonly ExpectedAnswer[],
) => Object.entries(table).flatMap(([action, kind]) => ask(action, arn("ec2", `${kind}/x`)));
const network: readonly ExpectedAnswer[] = [
  ...each(made, (action, resource) => [
    ...yes("ec2", action, resource, asked("prod")),
    ...no("ec2", action, resource, asked("dev")),
    ...no("ec2", action, resource),
    ...no("ec2", action, resource.replace(region, "us-east-1"), asked("prod")),
  ]),
  ...each(changed, (action, resource) => [
    ...yes("ec2", action, resource, tagged("prod")),
    ...no("ec2", action, resource, tagged("dev")),
    ...no("ec2", action, resource.replace(region, "us-east-1"), tagged("prod")),
  ]),
  ...kinds.flatMap((kind) => [
    ...yes("ec2", "CreateTags", arn("ec2", `${kind}/x`), asked("prod")),
    ...yes("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...tagged("prod") }),
    ...yes("ec2", "DeleteTags", arn("ec2", `${kind}/x`), tagged("prod")),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...tagged("dev") }),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), asked("dev")),
  ]),
  ...yes("ec2", "CreateTags", arn("ec2", "security-group-rule/x"), asked("prod")),
  ...no("ec2", "CreateTags", arn("ec2", "instance/x"), asked("prod")),
  ...no("ec2", "TerminateInstances", arn("ec2", "instance/x"), tagged("prod")),
  ...no("ec2", "CreateInternetGateway", arn("ec2", "internet-gateway/x"), asked("prod")),
  ...no("ec2", "CreateNatGateway", arn("ec2", "natgateway/x"), asked("prod")),
  ...no("ec2", "CreateRoute", arn("ec2", "route-table/x"), { ...asked("prod"), ...tagged("prod") }),
  ...no("ec2", "CreateVpcPeeringConnection", arn("ec2", "vpc/x"), tagged("prod")),
  ...yes(
    "ec2",
    "RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
    arn("ec2", "security-group/x"),
  ),
  ...no("ec2", "DeleteSecurityGroup", arn("ec2", "security-group/x")),
  ...no("ec2", "RevokeSecurityGroupEgress", `arn:aws:ec2:us-east-1:${accountId}:security-group/x`),
  ...yes("ec2", "DescribeVpcs", "*"),
  ...yes("logs", "CreateLogDelivery DeleteLogDelivery", "*"),
  ...no("logs", "UpdateLogDelivery", "*"),
  ...yes("route53", "AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z1"),
  ...no("route53", "ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"),
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
    "AddPermission CreateAlias CreateFunction DeleteAlias DeleteFunction DeleteFunctionConcurrency GetAlias GetFunction " +
      "ListVersionsByFunction PublishVersion PutFunctionConcurrency RemovePermission TagResource UntagResource UpdateAlias " +
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
  ].flatMap((other) => [
    ...no("iam", `${change} ${see}`, other, bounded),
    ...no("iam", "PassRole", other, passed("lambda")),
  ]),
  ...["lambda", "sagemaker", "vpc-flow-logs"].flatMap((name) =>
    yes("iam", "PassRole", own, passed(name)),
  ),
  ...no("iam", "PassRole", own, passed("ec2")),
  ...no("iam", "PassRole", own),
  ...no("iam", "CreateUser CreateAccessKey", `arn:aws:iam::${accountId}:user/pictor-prod-x`),
  ...no("iam", "CreatePolicyVersion DeletePolicy SetDefaultPolicyVersion", boundaryArn),
  ...no("sts", "AssumeRole", role("Admin")),
];

/** What the deploy role of `prod` may do and may not, by the part of its policies that says so. */
export const tables: Readonly<Record<string, readonly ExpectedAnswer[]>> = {
  Data: [...data, ...keys, ...yes("s3", "GetObject", state)],
  Network: network,
  Service: service,
  Gateway: gateway,
  Roles: roles,
  Scaling: scaling,
};
