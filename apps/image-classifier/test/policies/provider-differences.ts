/** Permissions of operations that the provider's code has, but never asks for with what Pictor synthesises. */
interface Unasked {
  readonly permissions: string;
  readonly reason: string;
}

const tagsAreReadWithIt: Unasked = {
  permissions: "ec2:DescribeTags",
  reason: "tags come with the resource; read alone only where its operation has none",
};
const noIpv6 = "IPv6 is not used";
const rulesOfTheirOwn = "rules are resources of their own";

/** By resource type; what no row names, the deploy role must be allowed. */
export const unasked: Readonly<Record<string, readonly Unasked[]>> = {
  aws_cloudwatch_log_group: [
    { permissions: "logs:DisassociateKmsKey", reason: "an environment's logs keep their key" },
  ],
  aws_default_security_group: [
    {
      permissions:
        "ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:DescribeSecurityGroupRules",
      reason: "the group is emptied and has no rules",
    },
    tagsAreReadWithIt,
  ],
  aws_flow_log: [tagsAreReadWithIt],
  aws_iam_role: [
    {
      permissions: "iam:AttachRolePolicy iam:DetachRolePolicy iam:PutRolePolicy",
      reason: "policies are resources of their own, and no managed policy is attached",
    },
    {
      permissions: "iam:DeleteRolePermissionsBoundary",
      reason: "no role may lose its boundary",
    },
    {
      permissions: "iam:RemoveRoleFromInstanceProfile",
      reason: "no role has an instance profile",
    },
  ],
  aws_kms_key: [
    {
      permissions: "kms:DisableKey kms:DisableKeyRotation kms:EnableKey",
      reason: "keys are enabled and rotate from their creation on",
    },
  ],
  aws_lambda_function: [
    {
      permissions: "lambda:DeleteFunctionCodeSigningConfig lambda:PutFunctionCodeSigningConfig",
      reason: "code is not signed",
    },
  ],
  aws_lambda_permission: [
    { permissions: "lambda:GetFunction", reason: "only `terraform import` calls it" },
  ],
  aws_route_table: [
    {
      permissions:
        "ec2:CreateRoute ec2:DeleteRoute ec2:DescribeNetworkInterfaces ec2:DisableVgwRoutePropagation " +
        "ec2:EnableVgwRoutePropagation ec2:ReplaceRoute",
      reason: "tables have no routes but the VPC's own and those of gateway endpoints",
    },
    tagsAreReadWithIt,
  ],
  aws_s3_bucket: [
    {
      permissions:
        "s3:DeleteBucketPolicy s3:DeleteBucketWebsite s3:PutAccelerateConfiguration s3:PutBucketAcl s3:PutBucketCORS " +
        "s3:PutBucketLogging s3:PutBucketObjectLockConfiguration s3:PutBucketPolicy s3:PutBucketRequestPayment " +
        "s3:PutBucketVersioning s3:PutBucketWebsite s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration " +
        "s3:PutReplicationConfiguration",
      reason: "deprecated arguments of the bucket; resources of their own set what is used",
    },
    {
      permissions: "s3:DeleteObject s3:ListBucketVersions s3:PutObjectLegalHold",
      reason: "a bucket that holds objects is emptied by an administrator",
    },
    {
      permissions: "s3:DeleteObjectTagging s3:GetObjectTagging s3:PutObjectTagging",
      reason: "the service's tag functions serve objects, too; no object is a resource",
    },
  ],
  aws_security_group: [
    {
      permissions:
        "ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:DescribeSecurityGroupRules",
      reason: rulesOfTheirOwn,
    },
    tagsAreReadWithIt,
  ],
  aws_ssm_parameter: [
    {
      permissions: "ssm:DescribeActivations",
      reason: "the service's tag functions serve activations, too; none is a resource",
    },
  ],
  aws_subnet: [
    {
      permissions: "ec2:AssociateSubnetCidrBlock ec2:DisassociateSubnetCidrBlock",
      reason: noIpv6,
    },
    tagsAreReadWithIt,
  ],
  aws_vpc: [
    {
      permissions: "ec2:AssociateVpcCidrBlock ec2:DisassociateVpcCidrBlock",
      reason: noIpv6,
    },
    { permissions: "ec2:GetIpamPoolAllocations", reason: "addresses do not come from IPAM" },
    { permissions: "ec2:ModifyVpcTenancy", reason: "tenancy is the default" },
    tagsAreReadWithIt,
  ],
  aws_vpc_endpoint: [
    {
      permissions: "ec2:AcceptVpcEndpointConnections ec2:DescribeVpcEndpointServiceConfigurations",
      reason: "AWS's own services accept by themselves (`auto_accept` is not set)",
    },
    tagsAreReadWithIt,
  ],
  aws_vpc_security_group_egress_rule: [tagsAreReadWithIt],
  aws_vpc_security_group_ingress_rule: [tagsAreReadWithIt],
};

/**
 * Permissions that AWS checks when an operation is called, and that no operation of the provider has. Sources are in
 * `permissionExceptions` of `@pictor/testing`.
 */
export const besides: Readonly<Record<string, string>> = {
  aws_appautoscaling_policy:
    "cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm",
  aws_appautoscaling_target:
    "sagemaker:DescribeEndpoint sagemaker:DescribeEndpointConfig sagemaker:UpdateEndpointWeightsAndCapacities",
  aws_flow_log: "iam:PassRole logs:CreateLogDelivery logs:DeleteLogDelivery",
  aws_lambda_function:
    "ec2:DescribeSubnets ec2:DescribeVpcs iam:PassRole kms:CreateGrant kms:Decrypt kms:Encrypt",
  aws_sagemaker_endpoint: "application-autoscaling:DeregisterScalableTarget",
  aws_sagemaker_endpoint_configuration: "kms:CreateGrant",
  aws_sagemaker_model: "iam:PassRole",
  aws_scheduler_schedule: "iam:PassRole",
  aws_vpc_endpoint: "route53:AssociateVPCWithHostedZone",
  aws_wafv2_web_acl_logging_configuration:
    "logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:PutResourcePolicy",
};
