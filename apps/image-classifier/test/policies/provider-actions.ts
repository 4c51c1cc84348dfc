import { place } from "./one-account";
import {
  alarm,
  alias,
  api,
  apiPart,
  apiParts,
  apiTags,
  arn,
  bucket,
  type Calls,
  controller,
  everything,
  fn,
  iamRole,
  key,
  log,
  machine,
  parameter,
  rule,
  sagemaker,
  sagemakerTags,
  schedule,
  stage,
  tagging,
  target,
  topic,
  webAcl,
} from "./prod-resources";
import { networkActions } from "./provider-actions-of-networks";

/**
 * Every permission that Terraform's provider for AWS, 5.100.0, takes for a resource of a type: to create, read, update
 * and delete it, while it waits, and to clean up before; types that begin with `data.` are data sources.
 *
 * `provider-calls.spec.ts` holds each row to `provider-calls.json`: the operations that the released provider's code can
 * reach for the type, each with the functions of `internal/service` that call it, as `tooling/provider-calls` read them
 * from the program. `provider-differences.ts` has the differences, with reasons.
 */
export const providerActions: Readonly<Record<string, Calls>> = {
  ...networkActions,
  aws_api_gateway_api_key: [
    [api("apikeys"), "apigateway:POST"],
    [api("apikeys/x"), "apigateway:GET PATCH DELETE"],
    apiTags,
  ],
  aws_api_gateway_deployment: [
    [apiParts, "apigateway:POST"],
    [apiPart, "apigateway:GET PATCH DELETE"],
  ],
  aws_api_gateway_method_settings: [[apiPart, "apigateway:GET PATCH"]],
  aws_api_gateway_rest_api: [
    [api("restapis"), "apigateway:POST"],
    [api("restapis/x"), "apigateway:GET PATCH PUT DELETE"],
    [api("restapis/x/resources"), "apigateway:GET"],
    apiTags,
  ],
  aws_api_gateway_stage: [
    [apiParts, "apigateway:POST"],
    [apiPart, "apigateway:GET PATCH DELETE"],
    apiTags,
  ],
  aws_api_gateway_usage_plan: [
    [api("usageplans"), "apigateway:POST"],
    [api("usageplans/x"), "apigateway:GET PATCH DELETE"],
    apiTags,
  ],
  aws_api_gateway_usage_plan_key: [
    [api("usageplans/x/keys"), "apigateway:POST"],
    [api("usageplans/x/keys/y"), "apigateway:GET DELETE"],
  ],
  aws_appautoscaling_policy: [
    [target, "application-autoscaling:PutScalingPolicy DeleteScalingPolicy"],
    [everything, "application-autoscaling:DescribeScalingPolicies"],
    [
      arn("cloudwatch", "alarm:TargetTracking-endpoint/pictor-prod-x"),
      "cloudwatch:PutMetricAlarm DescribeAlarms DeleteAlarms",
    ],
  ],
  aws_appautoscaling_target: [
    [target, `application-autoscaling:RegisterScalableTarget DeregisterScalableTarget ${tagging}`],
    [everything, "application-autoscaling:DescribeScalableTargets"],
    [sagemaker("endpoint"), "sagemaker:DescribeEndpoint UpdateEndpointWeightsAndCapacities"],
    [sagemaker("endpoint-config"), "sagemaker:DescribeEndpointConfig"],
  ],
  aws_budgets_budget: [
    [
      `arn:aws:budgets::${place.accountId}:budget/pictor-prod-x`,
      `budgets:ModifyBudget ViewBudget ${tagging}`,
    ],
  ],
  aws_cloudwatch_composite_alarm: [
    [everything, "cloudwatch:PutCompositeAlarm DescribeAlarms"],
    [alarm, `cloudwatch:DeleteAlarms ${tagging}`],
  ],
  aws_cloudwatch_dashboard: [
    [
      `arn:aws:cloudwatch::${place.accountId}:dashboard/pictor-prod-x`,
      "cloudwatch:PutDashboard GetDashboard DeleteDashboards",
    ],
  ],
  aws_cloudwatch_event_rule: [[rule, `events:PutRule DescribeRule DeleteRule ${tagging}`]],
  aws_cloudwatch_event_target: [[rule, "events:PutTargets ListTargetsByRule RemoveTargets"]],
  aws_cloudwatch_log_group: [
    [everything, "logs:DescribeLogGroups"],
    [
      log,
      `logs:CreateLogGroup AssociateKmsKey PutRetentionPolicy DeleteRetentionPolicy DeleteLogGroup ${tagging}`,
    ],
  ],
  aws_cloudwatch_log_metric_filter: [
    [log, "logs:PutMetricFilter DescribeMetricFilters DeleteMetricFilter"],
  ],
  aws_cloudwatch_metric_alarm: [
    [alarm, `cloudwatch:PutMetricAlarm DescribeAlarms DeleteAlarms ${tagging}`],
  ],
  aws_cloudwatch_query_definition: [
    [everything, "logs:PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition"],
  ],
  aws_iam_role: [
    [
      iamRole,
      "iam:CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary " +
        "TagRole UntagRole ListAttachedRolePolicies ListRolePolicies GetRolePolicy ListInstanceProfilesForRole " +
        "DeleteRolePolicy DeleteRole",
    ],
  ],
  aws_iam_role_policy: [[iamRole, "iam:PutRolePolicy GetRolePolicy DeleteRolePolicy"]],
  aws_kms_alias: [
    [everything, "kms:ListAliases"],
    [alias, "kms:CreateAlias UpdateAlias DeleteAlias"],
    [key, "kms:CreateAlias UpdateAlias DeleteAlias"],
  ],
  aws_kms_key: [
    [everything, "kms:CreateKey"],
    [
      key,
      "kms:TagResource UntagResource ListResourceTags DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus " +
        "EnableKeyRotation UpdateKeyDescription ScheduleKeyDeletion",
    ],
  ],
  aws_lambda_alias: [[fn, "lambda:CreateAlias GetAlias UpdateAlias DeleteAlias"]],
  aws_lambda_function: [
    [
      fn,
      "lambda:CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction " +
        "PutFunctionConcurrency DeleteFunctionConcurrency UpdateFunctionCode UpdateFunctionConfiguration PublishVersion " +
        "TagResource UntagResource ListTags DeleteFunction",
    ],
    [iamRole, "iam:PassRole"],
    [everything, "ec2:DescribeSecurityGroups DescribeSubnets DescribeVpcs"],
    [key, "kms:CreateGrant Encrypt Decrypt"],
  ],
  aws_lambda_function_event_invoke_config: [
    [
      fn,
      "lambda:PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig",
    ],
  ],
  aws_lambda_invocation: [[`${controller}:$LATEST`, "lambda:InvokeFunction"]],
  aws_lambda_permission: [[fn, "lambda:AddPermission GetPolicy RemovePermission"]],
  aws_s3_bucket: [
    [
      bucket,
      "s3:CreateBucket ListBucket GetBucketPolicy GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning " +
        "GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration " +
        "GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging " +
        "PutBucketTagging DeleteBucket",
    ],
  ],
  aws_s3_bucket_lifecycle_configuration: [
    [bucket, "s3:PutLifecycleConfiguration GetLifecycleConfiguration"],
  ],
  aws_s3_bucket_logging: [[bucket, "s3:PutBucketLogging GetBucketLogging"]],
  aws_s3_bucket_notification: [[bucket, "s3:GetBucketNotification PutBucketNotification"]],
  aws_s3_bucket_ownership_controls: [
    [bucket, "s3:PutBucketOwnershipControls GetBucketOwnershipControls"],
  ],
  aws_s3_bucket_policy: [[bucket, "s3:PutBucketPolicy GetBucketPolicy DeleteBucketPolicy"]],
  aws_s3_bucket_public_access_block: [
    [bucket, "s3:PutBucketPublicAccessBlock GetBucketPublicAccessBlock"],
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    [bucket, "s3:PutEncryptionConfiguration GetEncryptionConfiguration"],
  ],
  aws_s3_bucket_versioning: [[bucket, "s3:PutBucketVersioning GetBucketVersioning"]],
  aws_sagemaker_endpoint: [
    [
      sagemaker("endpoint"),
      `sagemaker:CreateEndpoint DescribeEndpoint UpdateEndpoint DeleteEndpoint ${sagemakerTags}`,
    ],
    [sagemaker("endpoint-config"), "sagemaker:CreateEndpoint UpdateEndpoint"],
    [target, "application-autoscaling:DeregisterScalableTarget"],
  ],
  aws_sagemaker_endpoint_configuration: [
    [
      sagemaker("endpoint-config"),
      `sagemaker:CreateEndpointConfig DescribeEndpointConfig DeleteEndpointConfig ${sagemakerTags}`,
    ],
    [key, "kms:CreateGrant"],
  ],
  aws_sagemaker_model: [
    [sagemaker("model"), `sagemaker:CreateModel DescribeModel DeleteModel ${sagemakerTags}`],
    [iamRole, "iam:PassRole"],
  ],
  aws_scheduler_schedule: [
    [schedule, "scheduler:CreateSchedule GetSchedule UpdateSchedule DeleteSchedule"],
    [iamRole, "iam:PassRole"],
  ],
  aws_sfn_state_machine: [
    [
      machine,
      `states:CreateStateMachine DeleteStateMachine DescribeStateMachine ListStateMachineVersions UpdateStateMachine ${tagging}`,
    ],
    [everything, "states:ValidateStateMachineDefinition"],
  ],
  aws_sns_topic: [
    [topic, `sns:CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic ${tagging}`],
  ],
  aws_sns_topic_policy: [[topic, "sns:SetTopicAttributes GetTopicAttributes"]],
  aws_sns_topic_subscription: [
    [topic, "sns:Subscribe GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe"],
    [topic, "sns:ListSubscriptionsByTopic"],
  ],
  aws_ssm_parameter: [
    [everything, "ssm:DescribeParameters"],
    [
      parameter,
      "ssm:PutParameter GetParameter DeleteParameter AddTagsToResource RemoveTagsFromResource ListTagsForResource",
    ],
  ],
  aws_wafv2_web_acl: [
    [webAcl, `wafv2:CreateWebACL GetWebACL UpdateWebACL DeleteWebACL ${tagging}`],
    [arn("wafv2", "regional/managedruleset/x/y"), "wafv2:CreateWebACL UpdateWebACL"],
  ],
  aws_wafv2_web_acl_association: [
    [webAcl, "wafv2:AssociateWebACL GetWebACLForResource"],
    [stage, "wafv2:AssociateWebACL GetWebACLForResource DisassociateWebACL"],
  ],
  aws_wafv2_web_acl_logging_configuration: [
    [webAcl, "wafv2:PutLoggingConfiguration GetLoggingConfiguration DeleteLoggingConfiguration"],
    [everything, "logs:CreateLogDelivery DeleteLogDelivery DescribeLogGroups"],
    [everything, "logs:DescribeResourcePolicies PutResourcePolicy"],
  ],
  "data.aws_kms_alias": [
    [everything, "kms:ListAliases"],
    [key, "kms:DescribeKey"],
  ],
  "data.aws_prefix_list": [[everything, "ec2:DescribePrefixLists"]],
  // Comes from a table in the provider.
  "data.aws_sagemaker_prebuilt_ecr_image": [],
  "data.aws_ssm_parameter": [[parameter, "ssm:GetParameter"]],
  "data.aws_vpc_endpoint_service": [[everything, "ec2:DescribeVpcEndpointServices"]],
};
