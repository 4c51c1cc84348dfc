// A small image classification service, as Terraform's JSON: what one plan changes is one argument.

const account = "111111111111";
const arn = (service, rest) => `arn:aws:${service}:eu-central-1:${account}:${rest}`;
const key = arn("kms", "key/11111111-1111-1111-1111-111111111111");

const alarm = (alarm_name, metric_name, tags) => ({
  alarm_name,
  metric_name,
  namespace: "AWS/SageMaker",
  comparison_operator: "GreaterThanThreshold",
  evaluation_periods: 3,
  period: 60,
  statistic: "Sum",
  threshold: 5,
  dimensions: { EndpointName: "classifier", VariantName: "all" },
  alarm_actions: [arn("sns", "pages")],
  tags,
});

const policy = (action, resource) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Use", Effect: "Allow", Action: [action], Resource: [resource] }],
  });

/**
 * Resources by type and name.
 *
 * @param release letter of the release
 * @param instance instance type of the endpoint
 * @param bucket name of the model bucket in the configuration: Terraform's name, not the bucket's own
 * @param owner value of a tag that everything has
 */
export function service({ release, instance, bucket, owner }) {
  const tags = { Project: "classifier", Owner: owner };
  const generation = `${release}-${instance.replaceAll(".", "-")}`;
  return {
    aws_s3_bucket: {
      [bucket]: { bucket: "classifier-models-111111111111", force_destroy: false, tags },
      logs: { bucket: "classifier-logs-111111111111", force_destroy: false, tags },
    },
    aws_cloudwatch_log_group: Object.fromEntries(
      ["access", "predict", "endpoint"].map((name) => [
        name,
        { name: `/classifier/${name}`, retention_in_days: 365, kms_key_id: key, tags },
      ]),
    ),
    aws_cloudwatch_metric_alarm: Object.fromEntries(
      ["ModelLatency", "Invocation5XXErrors", "Invocation4XXErrors", "CPUUtilization"].map(
        (metric) => [metric.toLowerCase(), alarm(`classifier-${metric}`, metric, tags)],
      ),
    ),
    aws_iam_role: {
      model: {
        name: "classifier-model",
        assume_role_policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { Service: "sagemaker.amazonaws.com" },
              Condition: { StringEquals: { "aws:SourceAccount": account } },
            },
          ],
        }),
        tags,
      },
    },
    aws_iam_role_policy: {
      read: {
        name: "read",
        role: "classifier-model",
        policy: policy("s3:GetObject", "arn:aws:s3:::classifier-models-111111111111/releases/*"),
      },
    },
    aws_sagemaker_model: {
      [`release_${release}`]: {
        name: `classifier-${release}`,
        execution_role_arn: `arn:aws:iam::${account}:role/classifier-model`,
        enable_network_isolation: true,
        primary_container: [
          {
            image: `${account}.dkr.ecr.eu-central-1.amazonaws.com/classifier:${release}`,
            model_data_url: `s3://classifier-models-111111111111/releases/${release}/model.tar.gz`,
            environment: { PICTOR_RELEASE_SHA256: release.repeat(64) },
          },
        ],
        tags,
      },
    },
    aws_sagemaker_endpoint_configuration: {
      current: {
        name: `classifier-${generation}`,
        kms_key_arn: key,
        production_variants: [
          {
            variant_name: "all",
            model_name: `classifier-${release}`,
            instance_type: instance,
            initial_instance_count: 2,
          },
        ],
        tags,
      },
    },
    aws_sagemaker_endpoint: {
      endpoint: { name: "classifier", endpoint_config_name: `classifier-${generation}`, tags },
    },
    aws_appautoscaling_target: {
      instances: {
        service_namespace: "sagemaker",
        resource_id: "endpoint/classifier/variant/all",
        scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
        min_capacity: 2,
        max_capacity: 4,
      },
    },
  };
}

/** What was applied. */
export const applied = {
  release: "a",
  instance: "ml.c5.xlarge",
  bucket: "models",
  owner: "vision",
};

/** Identifiers that AWS gave the applied resources. */
export function idOf(type, values) {
  const byName = {
    aws_appautoscaling_target: values.resource_id,
    aws_iam_role_policy: `${values.role}:${values.name}`,
  };
  return byName[type] ?? values.bucket ?? values.alarm_name ?? values.name;
}
