/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const functionsAndNetwork: Readonly<Record<string, readonly string[]>> = {
  "function-concurrency": [
    "low: aws_lambda_function.it: reserved_concurrent_executions is not set: it can take what other functions of the account need",
    "low: aws_lambda_function.it: reserved_concurrent_executions is not set: it can take what other functions of the account need",
  ],
  "function-key": [
    "medium: aws_lambda_function.it: it has environment variables, and no kms_key_arn",
  ],
  "function-permission": [
    "high: aws_lambda_permission.it: the service may invoke the function on behalf of any account: there is no source_arn",
    "high: aws_lambda_permission.it: the service may invoke the function on behalf of any account: there is no source_arn",
    "high: aws_lambda_permission.it: the service may invoke the function on behalf of any account: there is no source_arn",
  ],
  "function-tracing": [
    "low: aws_lambda_function.it: tracing_config.mode is not Active",
    "low: aws_lambda_function.it: tracing_config.mode is not Active",
  ],
  "function-zones": [
    "low: aws_lambda_function.it: vpc_config has fewer than two subnets",
    "low: aws_lambda_function.it: vpc_config has fewer than two subnets",
  ],
  "group-description": [
    "low: aws_security_group.it: it, or one of its rules, has no description",
    "low: aws_security_group.it: it, or one of its rules, has no description",
    "low: aws_security_group.it: it, or one of its rules, has no description",
    "low: aws_security_group.it: it, or one of its rules, has no description",
    "low: aws_security_group_rule.it: it, or one of its rules, has no description",
    "low: aws_vpc_security_group_ingress_rule.it: it, or one of its rules, has no description",
    "low: aws_vpc_security_group_egress_rule.it: it, or one of its rules, has no description",
  ],
  "group-egress": [
    "medium: aws_security_group.it: a rule lets traffic out to everywhere",
    "medium: aws_security_group.it: a rule lets traffic out to everywhere",
    "medium: aws_security_group_rule.it: a rule lets traffic out to everywhere",
    "medium: aws_vpc_security_group_egress_rule.it: a rule lets traffic out to everywhere",
    "medium: aws_vpc_security_group_egress_rule.it: a rule lets traffic out to everywhere",
  ],
  "group-ingress": [
    "high: aws_security_group.it: a rule lets everybody in",
    "high: aws_security_group.it: a rule lets everybody in",
    "high: aws_security_group_rule.it: a rule lets everybody in",
    "high: aws_vpc_security_group_ingress_rule.it: a rule lets everybody in",
    "high: aws_vpc_security_group_ingress_rule.it: a rule lets everybody in",
  ],
  "subnet-addresses": [
    "medium: aws_subnet.it: map_public_ip_on_launch is on: what is started there is on the internet",
  ],
  "vpc-default-group": [
    "medium: aws_vpc.it: the default security group has rules, or nothing empties it",
    "medium: aws_vpc.it: the default security group has rules, or nothing empties it",
    "medium: aws_vpc.it: the default security group has rules, or nothing empties it",
  ],
  "vpc-endpoint-policy": [
    "medium: aws_vpc_endpoint.it: the default policy lets everything in the network reach every account's resources",
    "medium: aws_vpc_endpoint.it: the default policy lets everything in the network reach every account's resources",
    "medium: aws_vpc_endpoint.it: the default policy lets everything in the network reach every account's resources",
    "medium: aws_vpc_endpoint.it: the default policy lets everything in the network reach every account's resources",
  ],
  "vpc-flow-log": [
    "low: aws_vpc.it: no flow log: nobody can tell afterwards who spoke to whom",
    "low: aws_vpc.it: no flow log: nobody can tell afterwards who spoke to whom",
  ],
};
