/** How resources of one type use those of others at run time. */
export interface RuntimeWay {
  readonly from: RegExp;
  /** Attributes in which the names stand. */
  readonly attributes: readonly string[];
  readonly to: RegExp;
  readonly verb: string;
}

/** Ways of requests and data: API → function → endpoint → bucket → key. */
export const runtimeWays: readonly RuntimeWay[] = [
  {
    from: /^aws_(?:api_gateway_rest_api|apigatewayv2_api)$/,
    attributes: ["body"],
    to: /^aws_(?:lambda_function|lambda_alias|sfn_state_machine|sqs_queue)$/,
    verb: "invokes",
  },
  {
    from: /^aws_api(?:_gateway|gatewayv2)_integration$/,
    attributes: ["uri", "integration_uri"],
    to: /^aws_(?:lambda_function|lambda_alias|sfn_state_machine)$/,
    verb: "invokes",
  },
  {
    from: /^aws_lambda_alias$/,
    attributes: ["function_name"],
    to: /^aws_lambda_function$/,
    verb: "invokes",
  },
  {
    from: /^aws_lambda_function$/,
    attributes: ["environment"],
    to: /^aws_(?:sagemaker_endpoint|s3_bucket|dynamodb_table|sqs_queue|sns_topic|ssm_parameter|secretsmanager_secret)$/,
    verb: "uses",
  },
  {
    from: /^aws_sagemaker_endpoint$/,
    attributes: ["endpoint_config_name"],
    to: /^aws_sagemaker_endpoint_configuration$/,
    verb: "runs",
  },
  {
    from: /^aws_sagemaker_endpoint_configuration$/,
    attributes: ["production_variants"],
    to: /^aws_sagemaker_model$/,
    verb: "serves",
  },
  {
    from: /^aws_sagemaker_model$/,
    attributes: ["primary_container", "container"],
    to: /^aws_(?:s3_bucket|ecr_repository)$/,
    verb: "loads from",
  },
  {
    from: /^aws_(?:scheduler_schedule|cloudwatch_event_target|lambda_event_source_mapping|s3_bucket_notification|sns_topic_subscription)$/,
    attributes: ["target", "arn", "function_name", "lambda_function", "endpoint"],
    to: /^aws_(?:lambda_function|lambda_alias|sfn_state_machine|sqs_queue)$/,
    verb: "invokes",
  },
  {
    from: /^aws_sfn_state_machine$/,
    attributes: ["definition"],
    to: /^aws_(?:lambda_function|s3_bucket|sns_topic|sqs_queue|dynamodb_table)$/,
    verb: "uses",
  },
  {
    from: /^aws_appautoscaling_target$/,
    attributes: ["resource_id"],
    to: /^aws_sagemaker_endpoint$/,
    verb: "scales",
  },
  {
    from: /^aws_cloudwatch_metric_alarm$/,
    attributes: ["dimensions", "metric_query"],
    to: /^aws_(?:lambda_function|sagemaker_endpoint|api_gateway_rest_api|sqs_queue|s3_bucket)$/,
    verb: "watches",
  },
];

/** Types through which callers come in. */
export const entries: RegExp =
  /^aws_(?:api_gateway_rest_api|apigatewayv2_api|lambda_function_url|lb|alb|cloudfront_distribution)$/;
