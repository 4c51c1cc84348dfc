/** A permission that an action takes besides itself, or on more than its resource. */
export interface FurtherPermission {
  readonly action: string;
  /** `*`: only on everything. `some`: on some resource, which the caller's own tests name. */
  readonly on: "*" | "some";
}

/** What AWS's service authorization reference does not say of an action, or says otherwise. */
export interface PermissionException {
  readonly action: string;
  readonly needs: readonly FurtherPermission[];
  /** Whether only Terraform's provider needs them, and so whoever deploys. @default false: every caller does */
  readonly ofProvider?: boolean;
  readonly reason: string;
  readonly source: string;
}

const everything = (action: string): FurtherPermission => ({ action, on: "*" });
const some = (action: string): FurtherPermission => ({ action, on: "some" });

const docs = "https://docs.aws.amazon.com";
const provider =
  "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service";
const network = `${docs}/lambda/latest/dg/configuration-vpc.html; https://github.com/serverless/serverless/issues/8209; https://github.com/cargo-lambda/cargo-lambda/issues/751`;
const readNetwork = ["SecurityGroups", "Subnets", "Vpcs"].map((name) =>
  everything(`ec2:Describe${name}`),
);

/** Each row was read, in AWS's documents or in the provider's source, or reported by somebody whom AWS had refused. */
export const permissionExceptions: readonly PermissionException[] = [
  {
    action: "cloudwatch:PutCompositeAlarm",
    needs: [everything("cloudwatch:PutCompositeAlarm"), everything("cloudwatch:DescribeAlarms")],
    reason: "composite alarms are made and found on * only",
    source: `${docs}/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html; https://github.com/cdklabs/cdk-enterprise-iac/issues/202; https://github.com/aws/aws-cdk/issues/29171`,
  },
  {
    action: "ec2:DeleteSecurityGroup",
    needs: [some("ec2:DeleteNetworkInterface"), some("ec2:DetachNetworkInterface")],
    reason: "the provider first deletes the interfaces that Lambda left",
    source: `${provider}/ec2/vpc_security_group.go (deleteLingeringENIs); https://github.com/hashicorp/terraform-provider-aws/issues/3099`,
  },
  {
    action: "ec2:DeleteSubnet",
    needs: [some("ec2:DeleteNetworkInterface"), some("ec2:DetachNetworkInterface")],
    reason: "the provider first deletes the interfaces that Lambda left",
    source: `${provider}/ec2/vpc_subnet.go (deleteLingeringENIs)`,
  },
  {
    action: "ec2:CreateVpcEndpoint",
    needs: [
      everything("route53:AssociateVPCWithHostedZone"),
      everything("ec2:DescribeNetworkInterfaces"),
      some("ec2:CreateTags"),
    ],
    reason: "private DNS is a hosted zone of the VPC, and the provider reads each interface",
    source: `${docs}/vpc/latest/privatelink/create-interface-endpoint.html; ${provider}/ec2/vpc_endpoint.go (findSubnetConfigurationsByNetworkInterfaceIDs)`,
  },
  {
    action: "ec2:CreateFlowLogs",
    needs: [everything("logs:CreateLogDelivery"), some("iam:PassRole"), some("ec2:CreateTags")],
    reason: "a flow log is a delivery of logs",
    source: `${docs}/vpc/latest/userguide/flow-logs-iam.html`,
  },
  {
    action: "ec2:DeleteFlowLogs",
    needs: [everything("logs:DeleteLogDelivery")],
    reason: "a flow log is a delivery of logs",
    source: `${docs}/vpc/latest/userguide/flow-logs-iam.html`,
  },
  {
    action: "wafv2:PutLoggingConfiguration",
    needs: [
      everything("logs:CreateLogDelivery"),
      everything("logs:DeleteLogDelivery"),
      everything("logs:DescribeLogGroups"),
    ],
    reason: "the firewall's log is a delivery of logs",
    source: `${docs}/waf/latest/developerguide/logging-cw-logs.html`,
  },
  {
    action: "kms:CreateKey",
    needs: [some("kms:TagResource"), some("kms:PutKeyPolicy")],
    reason: "a key that is created with tags",
    source: `${docs}/kms/latest/developerguide/tag-permissions.html`,
  },
  {
    action: "lambda:CreateFunction",
    needs: [some("iam:PassRole"), some("lambda:TagResource"), ...readNetwork],
    reason:
      "a function runs as a role that its creator hands over; Lambda reads its network so, too",
    source: `${docs}/lambda/latest/api/API_CreateFunction.html; ${network}`,
  },
  {
    action: "lambda:UpdateFunctionConfiguration",
    needs: readNetwork,
    reason: "Lambda reads a function's network with the permissions of the role that sets it",
    source: network,
  },
  {
    action: "sagemaker:CreateModel",
    needs: [some("iam:PassRole"), some("sagemaker:AddTags")],
    reason: "a model runs as a role that its creator hands over",
    source: `${docs}/sagemaker/latest/dg/api-permissions-reference.html`,
  },
  {
    action: "sagemaker:CreateEndpoint",
    needs: [some("sagemaker:AddTags")],
    reason: "an endpoint that is created with tags",
    source: `${docs}/sagemaker/latest/dg/security_iam_id-based-policy-examples.html`,
  },
  {
    action: "sagemaker:CreateEndpoint",
    needs: [some("sagemaker:CreateEndpointConfig")],
    ofProvider: true,
    reason: "a role that deploys an endpoint creates its configuration first",
    source: `${docs}/sagemaker/latest/dg/security_iam_id-based-policy-examples.html`,
  },
  {
    action: "application-autoscaling:RegisterScalableTarget",
    needs: [
      some("sagemaker:DescribeEndpoint"),
      some("sagemaker:DescribeEndpointConfig"),
      some("sagemaker:UpdateEndpointWeightsAndCapacities"),
      some("application-autoscaling:TagResource"),
    ],
    reason:
      "Application Auto Scaling calls SageMaker with the permissions of the role that registers an endpoint",
    source: `${docs}/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html`,
  },
  {
    action: "application-autoscaling:PutScalingPolicy",
    needs: [some("cloudwatch:PutMetricAlarm"), some("cloudwatch:DeleteAlarms")],
    reason:
      "Application Auto Scaling creates a policy's alarms with the permissions of the role that sets the policy",
    source: `${docs}/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html`,
  },
  {
    action: "sagemaker:DeleteEndpoint",
    needs: [some("application-autoscaling:DeregisterScalableTarget")],
    reason: "an endpoint that scales is taken off its scaling",
    source: "https://github.com/awslabs/stable-diffusion-aws-extension/issues/161",
  },
  {
    action: "iam:DeleteRole",
    needs: [
      some("iam:ListInstanceProfilesForRole"),
      some("iam:ListAttachedRolePolicies"),
      some("iam:ListRolePolicies"),
    ],
    reason: "the provider looks for what still uses a role",
    source: `${provider}/iam/role.go (deleteRole)`,
  },
  {
    action: "iam:CreateRole",
    needs: [
      some("iam:TagRole"),
      some("iam:ListAttachedRolePolicies"),
      some("iam:ListRolePolicies"),
      some("iam:GetRolePolicy"),
    ],
    reason: "the provider reads a role with its tags and all its policies",
    source: `${provider}/iam/role.go (resourceRoleRead, readRoleInlinePolicies)`,
  },
  {
    action: "cloudwatch:PutMetricAlarm",
    needs: [some("cloudwatch:TagResource"), some("cloudwatch:ListTagsForResource")],
    ofProvider: true,
    reason: "an alarm that is created with tags is refused without the right to tag",
    source:
      "https://github.com/cisagov/cool-assessment-terraform/pull/245; https://github.com/aws/aws-parallelcluster/issues/7331",
  },
  {
    action: "logs:DeleteLogGroup",
    needs: [some("logs:TagResource"), some("logs:ListTagsForResource")],
    reason: "a role that manages log groups creates them with tags and reads the tags",
    source:
      "https://github.com/DataDog/cloudformation-template/pull/61; https://github.com/hashicorp/terraform-provider-aws/issues/30981",
  },
  {
    action: "sns:Subscribe",
    needs: [some("sns:ListSubscriptionsByTopic")],
    reason: "the provider looks for a subscription in its topic; refused, it misses a deleted one",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/issues/42115; https://github.com/hashicorp/terraform-provider-aws/pull/42117",
  },
  {
    action: "wafv2:AssociateWebACL",
    needs: [some("apigateway:SetWebACL"), some("wafv2:GetWebACLForResource")],
    reason: "the protected resource's service has a permission of its own",
    source: `${docs}/waf/latest/developerguide/security_iam_service-with-iam.html; https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/386`,
  },
  {
    action: "ssm:GetParameter",
    needs: [everything("ssm:DescribeParameters")],
    ofProvider: true,
    reason: "the provider reads a parameter's metadata by it",
    source: `${provider}/ssm/parameter.go (findParameterMetadataByName)`,
  },
];

/** Condition keys that are in no action's table, with where AWS documents them. */
export const furtherConditionKeys: Readonly<Record<string, string>> = {
  "lambda:SourceFunctionArn": `${docs}/lambda/latest/dg/permissions-source-function-arn.html`,
};

/** Kinds of resources that an action's table marks as required, although AWS's own policies do without, with such a policy. */
export const optionalKinds: Readonly<
  Record<string, { readonly kind: string; readonly source: string }>
> = {
  // An express execution is another resource than a standard one, and a call names one of both.
  "states:DescribeExecution": {
    kind: "express",
    source: `${docs}/step-functions/latest/dg/stepfunctions-iam.html`,
  },
};
