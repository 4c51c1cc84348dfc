/** What can be taken over. */
export type TargetKind =
  | "alarm"
  | "api"
  | "apiTags"
  | "bucket"
  | "budget"
  | "dashboard"
  | "endpoint"
  | "endpointConfig"
  | "flowLog"
  | "function"
  | "group"
  | "key"
  | "keyAlias"
  | "logGroup"
  | "logStream"
  | "model"
  | "object"
  | "parameter"
  | "policy"
  | "role"
  | "routeTable"
  | "rule"
  | "scalableTarget"
  | "schedule"
  | "securityGroup"
  | "stateMachine"
  | "subnet"
  | "topic"
  | "user"
  | "vpc"
  | "vpcEndpoint"
  | "webAcl";

/**
 * Actions that give control over a resource, or what is in it, by the resource's kind.
 *
 * Those of IAM follow the published lists of privilege escalations; the others change what runs, read or destroy data,
 * or hand either to somebody else.
 * @see https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/ (access level "Permissions management")
 */
export const takeovers: Readonly<Record<TargetKind, readonly string[]>> = {
  role: [
    "iam:AttachRolePolicy",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "sts:AssumeRole",
  ],
  user: [
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateUser",
    "iam:PutUserPolicy",
    "iam:UpdateLoginProfile",
  ],
  group: ["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"],
  policy: [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:SetDefaultPolicyVersion",
  ],
  function: [
    "lambda:AddPermission",
    "lambda:DeleteFunction",
    "lambda:GetFunction",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
  ],
  endpoint: [
    "sagemaker:DeleteEndpoint",
    "sagemaker:InvokeEndpoint",
    "sagemaker:UpdateEndpoint",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
  ],
  endpointConfig: ["sagemaker:CreateEndpointConfig", "sagemaker:DeleteEndpointConfig"],
  model: ["sagemaker:CreateModel", "sagemaker:DeleteModel"],
  stateMachine: ["states:DeleteStateMachine", "states:StartExecution", "states:UpdateStateMachine"],
  bucket: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
  ],
  object: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
  key: [
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
  ],
  api: ["apigateway:DELETE", "apigateway:GET", "apigateway:PATCH"],
  apiTags: ["apigateway:DELETE", "apigateway:PUT"],
  logGroup: [
    "logs:DeleteLogGroup",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "logs:PutSubscriptionFilter",
  ],
  logStream: ["logs:GetLogEvents", "logs:PutLogEvents"],
  topic: ["sns:DeleteTopic", "sns:Publish", "sns:SetTopicAttributes", "sns:Subscribe"],
  rule: ["events:DeleteRule", "events:PutRule", "events:PutTargets"],
  alarm: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:SetAlarmState"],
  budget: ["budgets:ModifyBudget"],
  dashboard: ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"],
  flowLog: ["ec2:CreateTags", "ec2:DeleteFlowLogs", "ec2:DeleteTags"],
  keyAlias: ["kms:DeleteAlias", "kms:UpdateAlias"],
  routeTable: [
    "ec2:AssociateRouteTable",
    "ec2:CreateRoute",
    "ec2:CreateTags",
    "ec2:DeleteRoute",
    "ec2:DeleteRouteTable",
    "ec2:DeleteTags",
    "ec2:ReplaceRoute",
  ],
  parameter: ["ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter"],
  schedule: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
  scalableTarget: [
    "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:PutScalingPolicy",
    "application-autoscaling:TagResource",
    "application-autoscaling:UntagResource",
  ],
  vpc: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteVpc"],
  subnet: ["ec2:CreateTags", "ec2:DeleteSubnet", "ec2:DeleteTags"],
  securityGroup: [
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateTags",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteTags",
    "ec2:RevokeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupIngress",
  ],
  vpcEndpoint: ["ec2:DeleteVpcEndpoints", "ec2:ModifyVpcEndpoint"],
  webAcl: ["wafv2:DeleteWebACL", "wafv2:UpdateWebACL"],
};

/** Services that a role can be handed to and that run something of the caller's as it. */
export const roleTakers: readonly string[] = [
  "cloudformation",
  "codebuild",
  "ec2",
  "ecs-tasks",
  "events",
  "glue",
  "lambda",
  "sagemaker",
  "scheduler",
  "states",
  "vpc-flow-logs",
].map((name) => `${name}.amazonaws.com`);
