/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const keysAndEndpoints: Readonly<Record<string, readonly string[]>> = {
  "decrypt-every-key": [
    "high: aws_iam_role_policy.it: it allows kms:Decrypt with every key",
    "high: aws_iam_policy.it: it allows kms:Decrypt with every key",
    "high: aws_iam_user_policy.it: it allows kms:Decrypt with every key",
    "high: aws_iam_group_policy.it: it allows kms:Decrypt with every key",
  ],
  "endpoint-capture-key": [
    "medium: aws_sagemaker_endpoint_configuration.it: requests and answers are captured without a key of the account",
  ],
  "endpoint-instances": [
    "medium: aws_sagemaker_endpoint_configuration.it: all starts with one instance: its failure ends the service",
    "medium: aws_sagemaker_endpoint_configuration.it: all starts with one instance: its failure ends the service",
  ],
  "endpoint-minimum": [
    "medium: aws_appautoscaling_target.it: min_capacity is below 2: the failure of one instance ends the service",
    "medium: aws_appautoscaling_target.it: min_capacity is below 2: the failure of one instance ends the service",
  ],
  "endpoint-volume-key": [
    "medium: aws_sagemaker_endpoint_configuration.it: kms_key_arn is not set, and its instances have EBS volumes",
    "medium: aws_sagemaker_endpoint_configuration.it: kms_key_arn is not set, and its instances have EBS volumes",
  ],
  "key-enabled": [
    "high: aws_kms_key.it: is_enabled is false: what is encrypted under the key cannot be read",
  ],
  "key-open-policy": [
    "critical: aws_kms_key.it: a statement allows everybody, without a condition",
    "critical: aws_kms_key_policy.it: a statement allows everybody, without a condition",
  ],
  "key-policy": [
    "medium: aws_kms_key.it: it has no policy of its own: any IAM policy of the account can allow its use",
    "medium: aws_kms_key.it: it has no policy of its own: any IAM policy of the account can allow its use",
  ],
  "key-rotation": [
    "medium: aws_kms_key.it: enable_key_rotation is not set",
    "medium: aws_kms_key.it: enable_key_rotation is not set",
    "medium: aws_kms_key.it: enable_key_rotation is not set",
  ],
  "key-window": [
    "medium: aws_kms_key.it: a deleted key is gone after 7 days, and AWS would wait 30",
    "medium: aws_kms_key.it: a deleted key is gone after 29 days, and AWS would wait 30",
  ],
  "model-isolation": [
    "medium: aws_sagemaker_model.it: enable_network_isolation is not set: the container can call out with the role's credentials",
    "medium: aws_sagemaker_model.it: enable_network_isolation is not set: the container can call out with the role's credentials",
    "medium: aws_sagemaker_model.it: enable_network_isolation is not set: the container can call out with the role's credentials",
    "medium: aws_sagemaker_model.it: enable_network_isolation is not set: the container can call out with the role's credentials",
  ],
  "model-zones": [
    "medium: aws_sagemaker_model.it: vpc_config has fewer than two subnets: the loss of a zone ends the service",
    "medium: aws_sagemaker_model.it: vpc_config has fewer than two subnets: the loss of a zone ends the service",
  ],
};
