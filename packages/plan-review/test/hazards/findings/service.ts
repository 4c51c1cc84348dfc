/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const service: Readonly<Record<string, readonly string[]>> = {
  "alarm-weakened": [
    "high: aws_cloudwatch_metric_alarm.it0: the alarm is removed",
    "medium: aws_cloudwatch_metric_alarm.it0: threshold goes from 5 to 10: it rings at worse values only",
    "medium: aws_cloudwatch_metric_alarm.it0: threshold goes from 5 to 10: it rings at worse values only",
    "medium: aws_cloudwatch_metric_alarm.it0: threshold goes from 5 to 1: it rings at worse values only",
    "medium: aws_cloudwatch_metric_alarm.it0: evaluation_periods goes from 2 to 5: it rings later",
    "medium: aws_cloudwatch_metric_alarm.it0: datapoints_to_alarm goes from 2 to 5: it rings later",
    "medium: aws_cloudwatch_metric_alarm.it0: period goes from 2 to 5: it rings later",
    "medium: aws_cloudwatch_metric_alarm.it0: it notifies nobody any more",
    "medium: aws_cloudwatch_composite_alarm.it0: its actions are switched off",
    "medium: aws_cloudwatch_metric_alarm.it0: treat_missing_data goes from breaching to ignore",
  ],
  "api-limits-changed": [
    "medium: aws_api_gateway_method_settings.it0: settings.throttling_rate_limit goes from 1000 to 10: callers are refused with 429 sooner",
    "medium: aws_api_gateway_usage_plan.it0: quota_settings.limit goes from 10 to no limit: more requests reach what is behind the API",
    "medium: aws_api_gateway_method_settings.it0: settings.throttling_burst_limit goes from -1 to 5: callers are refused with 429 sooner",
    "medium: aws_api_gateway_usage_plan.it0: throttle_settings.rate_limit goes from 100 to 10: callers are refused with 429 sooner",
    "medium: aws_api_gateway_usage_plan.it0: throttle_settings.burst_limit goes from 100 to 10: callers are refused with 429 sooner",
    "medium: aws_apigatewayv2_stage.it0: default_route_settings.throttling_rate_limit goes from 100 to 10: callers are refused with 429 sooner",
    "medium: aws_apigatewayv2_stage.it0: route_settings.throttling_burst_limit goes from 100 to 10: callers are refused with 429 sooner",
  ],
  "api-redeployed": [
    "low: aws_api_gateway_stage.it0: the stage v1 serves another deployment",
    "low: aws_api_gateway_stage.it0: the stage serves another deployment",
    "low: aws_apigatewayv2_stage.it0: the stage v1 serves another deployment",
  ],
  "concurrency-below-need": [
    "critical: aws_lambda_function.it0: 0 reserved executions: nobody can invoke the function",
    "medium: aws_lambda_function.it0: reserved_concurrent_executions goes from 50 to 40: more callers are refused with 429",
    "high: aws_lambda_function.it0: reserved_concurrent_executions is 29, and 98 requests a second need about 30 (at an assumed 0.3 s each)",
  ],
};
