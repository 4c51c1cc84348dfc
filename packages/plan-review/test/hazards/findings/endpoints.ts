/** What the rules find in the bad fixtures of the same name: severity, address and reason of each. */
export const endpoints: Readonly<Record<string, readonly string[]>> = {
  "capacity-below-peak": [
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.g4dn.xlarge carry about 80 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 3 instances of ml.c5.large carry about 21 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
    "high: aws_sagemaker_endpoint_configuration.it0: at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98 (an assumed throughput: calibrate it)",
  ],
  "controller-retired": [
    "high: aws_lambda_invocation.it0: control is invoked to retire: it deletes the real-time endpoint and its scaling",
    "high: aws_lambda_invocation.it0: control is invoked to retire: it deletes the real-time endpoint and its scaling",
  ],
  "endpoint-count-reset": [
    "medium: aws_sagemaker_endpoint.it0: the update sets e back to initial_instance_count, whatever autoscaling has chosen",
    "medium: aws_sagemaker_endpoint.it0: the update sets e back to initial_instance_count, whatever autoscaling has chosen",
  ],
  "endpoint-replaced": [
    "critical: aws_sagemaker_endpoint.it0: the endpoint is destroyed: its callers get errors from then on",
    "critical: aws_sagemaker_endpoint.it0: the endpoint is destroyed before the new one is in service: minutes without a model",
    "high: aws_sagemaker_endpoint.it0: the endpoint is replaced: callers of the old name get errors once it is gone",
  ],
  "kms-on-nvme": [
    "high: aws_sagemaker_endpoint_configuration.it0: kms_key_arn is set, and ml.r5d.large has local NVMe disks: CreateEndpointConfig fails",
    "high: aws_sagemaker_endpoint_configuration.it0: kms_key_arn is set, and ml.g5.xlarge has local NVMe disks: CreateEndpointConfig fails",
    "high: aws_sagemaker_endpoint_configuration.it0: kms_key_arn is set, and ml.g4dn.xlarge has local NVMe disks: CreateEndpointConfig fails",
    "high: aws_sagemaker_endpoint_configuration.it0: kms_key_arn is set, and ml.m5d.large has local NVMe disks: CreateEndpointConfig fails",
  ],
  "runtime-past-end": [
    "medium: aws_lambda_function.it0: nodejs20.x gets no patches since 2026-04-30",
    "medium: aws_lambda_function.it0: nodejs20.x gets no patches since 2026-04-30",
    "medium: aws_sagemaker_model.it0: 1.dkr.ecr.x/pytorch-inference:2.6.0-cpu gets no patches since 2026-06-30",
    "medium: aws_sagemaker_model.it0: 1.dkr.ecr.x/pytorch-inference:2.6.0-cpu gets no patches since 2026-06-30",
  ],
};
