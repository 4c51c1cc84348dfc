/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const operations: Readonly<Record<string, readonly string[]>> = {
  "alarm-action": [
    "medium: aws_cloudwatch_metric_alarm.it: it has no action, and neither a composite alarm nor a deployment uses it",
    "medium: aws_cloudwatch_metric_alarm.it: it has no action, and neither a composite alarm nor a deployment uses it",
    "medium: aws_cloudwatch_metric_alarm.it: it has no action, and neither a composite alarm nor a deployment uses it",
    "medium: aws_cloudwatch_metric_alarm.it: it has no action, and neither a composite alarm nor a deployment uses it",
    "medium: aws_cloudwatch_composite_alarm.it: it has no action, and neither a composite alarm nor a deployment uses it",
  ],
  "log-key": [
    "medium: aws_cloudwatch_log_group.it: kms_key_id is not set",
    "medium: aws_cloudwatch_log_group.it: kms_key_id is not set",
  ],
  "log-retention": [
    "low: aws_cloudwatch_log_group.it: retention_in_days is not set: entries are kept, and paid for, for ever",
    "low: aws_cloudwatch_log_group.it: retention_in_days is not set: entries are kept, and paid for, for ever",
  ],
  "queue-dead-letters": [
    "low: aws_sqs_queue.it: a message that cannot be processed is tried until it expires, and is then lost",
    "low: aws_sqs_queue.it: a message that cannot be processed is tried until it expires, and is then lost",
    "low: aws_sqs_queue.it: a message that cannot be processed is tried until it expires, and is then lost",
    "low: aws_sqs_queue.it: a message that cannot be processed is tried until it expires, and is then lost",
  ],
  "queue-key": [
    "medium: aws_sqs_queue.it: neither kms_master_key_id, of a key of the account, nor sqs_managed_sse_enabled is set",
    "medium: aws_sqs_queue.it: neither kms_master_key_id, of a key of the account, nor sqs_managed_sse_enabled is set",
    "medium: aws_sqs_queue.it: neither kms_master_key_id, of a key of the account, nor sqs_managed_sse_enabled is set",
  ],
  "queue-open-policy": [
    "high: aws_sqs_queue.it: a statement allows everybody, without a condition",
    "high: aws_sqs_queue_policy.it: a statement allows everybody, without a condition",
  ],
  "state-machine-log": [
    "medium: aws_sfn_state_machine.it: logging_configuration.level is not ALL",
    "medium: aws_sfn_state_machine.it: logging_configuration.level is not ALL",
  ],
  "state-machine-tracing": [
    "low: aws_sfn_state_machine.it: tracing_configuration.enabled is not set",
    "low: aws_sfn_state_machine.it: tracing_configuration.enabled is not set",
  ],
  "table-key": [
    "low: aws_dynamodb_table.it: server_side_encryption has no key of the account",
    "low: aws_dynamodb_table.it: server_side_encryption has no key of the account",
    "low: aws_dynamodb_table.it: server_side_encryption has no key of the account",
  ],
  "table-protection": [
    "medium: aws_dynamodb_table.it: deletion_protection_enabled is not set",
    "medium: aws_dynamodb_table.it: deletion_protection_enabled is not set",
  ],
  "table-recovery": [
    "medium: aws_dynamodb_table.it: point_in_time_recovery is off: items that were deleted by mistake are gone",
    "medium: aws_dynamodb_table.it: point_in_time_recovery is off: items that were deleted by mistake are gone",
  ],
  "topic-key": [
    "medium: aws_sns_topic.it: kms_master_key_id is not a key of the account",
    "medium: aws_sns_topic.it: kms_master_key_id is not a key of the account",
  ],
  "topic-open-policy": [
    "high: aws_sns_topic.it: a statement allows everybody, without a condition",
    "high: aws_sns_topic_policy.it: a statement allows everybody, without a condition",
  ],
};
