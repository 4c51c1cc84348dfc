/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const api: Readonly<Record<string, readonly string[]>> = {
  "firewall-bad-inputs": [
    "medium: aws_wafv2_web_acl.it: AWSManagedRulesKnownBadInputsRuleSet is missing, or only counts",
    "medium: aws_wafv2_web_acl.it: AWSManagedRulesKnownBadInputsRuleSet is missing, or only counts",
    "medium: aws_wafv2_web_acl.it: AWSManagedRulesKnownBadInputsRuleSet is missing, or only counts",
  ],
  "firewall-body-size": [
    "high: aws_wafv2_web_acl.it: AWSManagedRulesCommonRuleSet blocks bodies above 8 KB, and nothing overrides its SizeRestrictions_BODY",
    "high: aws_wafv2_web_acl.it: AWSManagedRulesCommonRuleSet blocks bodies above 8 KB, and nothing overrides its SizeRestrictions_BODY",
    "high: aws_wafv2_web_acl.it: AWSManagedRulesCommonRuleSet blocks bodies above 8 KB, and nothing overrides its SizeRestrictions_BODY",
  ],
  "firewall-log": [
    "low: aws_wafv2_web_acl.it: no log: nobody can tell why a request was refused",
    "low: aws_wafv2_web_acl.it: no log: nobody can tell why a request was refused",
  ],
  "firewall-metrics": [
    "low: aws_wafv2_web_acl.it: the ACL or one of its rules is not counted",
    "low: aws_wafv2_web_acl.it: the ACL or one of its rules is not counted",
    "low: aws_wafv2_web_acl.it: the ACL or one of its rules is not counted",
  ],
  "firewall-rate": [
    "medium: aws_wafv2_web_acl.it: no rule blocks an address that sends too many requests",
    "medium: aws_wafv2_web_acl.it: no rule blocks an address that sends too many requests",
    "medium: aws_wafv2_web_acl.it: no rule blocks an address that sends too many requests",
  ],
  "method-authorisation": [
    "high: aws_api_gateway_method.it: everybody may call the method",
    "high: aws_api_gateway_method.it: everybody may call the method",
    "high: aws_apigatewayv2_route.it: everybody may call the route",
    "high: aws_apigatewayv2_route.it: everybody may call the route",
  ],
  "method-validator": [
    "low: aws_api_gateway_method.it: no request_validator_id: parameters that are missing reach the integration",
  ],
  "stage-access-log": [
    "medium: aws_api_gateway_stage.it: no access log: nobody can tell afterwards who called",
    "medium: aws_apigatewayv2_stage.it: no access log: nobody can tell afterwards who called",
  ],
  "stage-data-trace": [
    "high: aws_api_gateway_method_settings.it: data_trace_enabled writes requests and answers into the log, whatever is in them",
  ],
  "stage-execution-log": [
    "low: aws_api_gateway_stage.it: errors of the gateway itself are neither logged nor counted for all methods",
    "low: aws_api_gateway_stage.it: errors of the gateway itself are neither logged nor counted for all methods",
    "low: aws_api_gateway_stage.it: errors of the gateway itself are neither logged nor counted for all methods",
    "low: aws_api_gateway_stage.it: errors of the gateway itself are neither logged nor counted for all methods",
    "low: aws_api_gateway_stage.it: errors of the gateway itself are neither logged nor counted for all methods",
  ],
  "stage-firewall": [
    "medium: aws_api_gateway_stage.it: no web ACL is associated with the stage",
    "medium: aws_api_gateway_stage.it: no web ACL is associated with the stage",
  ],
  "stage-tracing": [
    "low: aws_api_gateway_stage.it: xray_tracing_enabled is not set: nobody sees where a slow request spends its time",
    "low: aws_api_gateway_stage.it: xray_tracing_enabled is not set: nobody sees where a slow request spends its time",
  ],
};
