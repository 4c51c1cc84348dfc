import { type Constraint, constraintOf } from "./service-models";

/** Members of AWS's operations that attributes of resources become: names and descriptions. */
const members: Readonly<Record<string, string>> = {
  "aws_appautoscaling_policy.name": "application-autoscaling.PutScalingPolicy.PolicyName",
  "aws_appautoscaling_target.resource_id":
    "application-autoscaling.RegisterScalableTarget.ResourceId",
  "aws_budgets_budget.name": "budgets.CreateBudget.Budget.BudgetName",
  "aws_cloudwatch_composite_alarm.alarm_description":
    "cloudwatch.PutCompositeAlarm.AlarmDescription",
  "aws_cloudwatch_composite_alarm.alarm_name": "cloudwatch.PutCompositeAlarm.AlarmName",
  "aws_cloudwatch_composite_alarm.alarm_rule": "cloudwatch.PutCompositeAlarm.AlarmRule",
  "aws_cloudwatch_event_rule.description": "events.PutRule.Description",
  "aws_cloudwatch_event_rule.event_pattern": "events.PutRule.EventPattern",
  "aws_cloudwatch_event_rule.name": "events.PutRule.Name",
  "aws_cloudwatch_log_group.name": "logs.CreateLogGroup.logGroupName",
  "aws_cloudwatch_log_metric_filter.name": "logs.PutMetricFilter.filterName",
  "aws_cloudwatch_log_metric_filter.pattern": "logs.PutMetricFilter.filterPattern",
  "aws_cloudwatch_metric_alarm.alarm_description": "cloudwatch.PutMetricAlarm.AlarmDescription",
  "aws_cloudwatch_metric_alarm.alarm_name": "cloudwatch.PutMetricAlarm.AlarmName",
  "aws_cloudwatch_metric_alarm.metric_name": "cloudwatch.PutMetricAlarm.MetricName",
  "aws_cloudwatch_query_definition.name": "logs.PutQueryDefinition.name",
  "aws_iam_policy.description": "iam.CreatePolicy.Description",
  "aws_iam_policy.name": "iam.CreatePolicy.PolicyName",
  "aws_iam_role.description": "iam.CreateRole.Description",
  "aws_iam_role.name": "iam.CreateRole.RoleName",
  "aws_iam_role.permissions_boundary": "iam.CreateRole.PermissionsBoundary",
  "aws_iam_role_policy.name": "iam.PutRolePolicy.PolicyName",
  "aws_kms_alias.name": "kms.CreateAlias.AliasName",
  "aws_kms_key.description": "kms.CreateKey.Description",
  "aws_lambda_alias.description": "lambda.CreateAlias.Description",
  "aws_lambda_alias.name": "lambda.CreateAlias.Name",
  "aws_lambda_function.description": "lambda.CreateFunction.Description",
  "aws_lambda_function.function_name": "lambda.CreateFunction.FunctionName",
  "aws_lambda_function.handler": "lambda.CreateFunction.Handler",
  "aws_lambda_invocation.function_name": "lambda.Invoke.FunctionName",
  "aws_lambda_permission.function_name": "lambda.AddPermission.FunctionName",
  "aws_lambda_permission.statement_id": "lambda.AddPermission.StatementId",
  "aws_sagemaker_endpoint.name": "sagemaker.CreateEndpoint.EndpointName",
  "aws_sagemaker_endpoint_configuration.name": "sagemaker.CreateEndpointConfig.EndpointConfigName",
  "aws_sagemaker_model.name": "sagemaker.CreateModel.ModelName",
  "aws_scheduler_schedule.description": "scheduler.CreateSchedule.Description",
  "aws_scheduler_schedule.name": "scheduler.CreateSchedule.Name",
  "aws_sfn_state_machine.name": "stepfunctions.CreateStateMachine.name",
  "aws_ssm_parameter.description": "ssm.PutParameter.Description",
  "aws_wafv2_web_acl.description": "wafv2.CreateWebACL.Description",
  "aws_wafv2_web_acl.name": "wafv2.CreateWebACL.Name",
};

/** Characters of a description in EC2: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const ofEc2: Constraint = { max: 255, pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]*$/ };
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html has none; its console takes 1,024 characters. */
const ofApiGateway: Constraint = { min: 1, max: 1024 };

/** What AWS's documents demand where its models have nothing. */
const documented: Readonly<Record<string, Constraint>> = {
  "aws_api_gateway_api_key.name": ofApiGateway,
  "aws_api_gateway_rest_api.description": ofApiGateway,
  "aws_api_gateway_rest_api.name": ofApiGateway,
  // https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
  "aws_api_gateway_stage.stage_name": { min: 1, max: 128, pattern: /^[A-Za-z0-9_-]+$/ },
  "aws_api_gateway_usage_plan.name": ofApiGateway,
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  "aws_cloudwatch_dashboard.dashboard_name": { min: 1, max: 255, pattern: /^[A-Za-z0-9_-]+$/ },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  "aws_s3_bucket.bucket": {
    min: 3,
    max: 63,
    pattern: /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]*[a-z0-9](?<!-s3alias|--ol-s3)$/,
  },
  "aws_security_group.description": ofEc2,
  // The provider appends 26 characters to the prefix.
  "aws_security_group.name_prefix": {
    max: 255 - 26,
    pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]*$/,
  },
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  "aws_sns_topic.name": { min: 1, max: 256, pattern: /^[A-Za-z0-9_-]+$/ },
  // 1,011 characters with all that precedes the name in the ARN: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
  "aws_ssm_parameter.name": { max: 900, pattern: /^(?!\/?(aws|ssm))[\w./-]+$/i },
  "aws_vpc_endpoint.service_name": { min: 1 },
  "aws_vpc_security_group_egress_rule.description": ofEc2,
  "aws_vpc_security_group_ingress_rule.description": ofEc2,
};

/** Every attribute with a constraint, by `type.attribute`. */
export const constraints: ReadonlyMap<string, Constraint> = new Map([
  ...Object.entries(members).map(([attribute, path]) => [attribute, constraintOf(path)] as const),
  ...Object.entries(documented),
]);
