import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import { type Synthesised, synthesise } from "@pictor/testing";

let syntheses = 0;

/** What the projects that fell into the traps do: everything works until it is changed for the first time. */
export function naive(): Synthesised {
  return synthesise((stack) => {
    const role = new IamRole(stack, "Role", { assumeRolePolicy: "{}" });
    new IamRolePolicyAttachment(stack, "Full", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
    });
    const model = new SagemakerModel(stack, "Model", {
      name: "model",
      executionRoleArn: role.arn,
      primaryContainer: {
        image: "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:latest",
        modelDataUrl: `s3://models/${syntheses++}/model.tar.gz`,
      },
      vpcConfig: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    });
    const configuration = new SagemakerEndpointConfiguration(stack, "Configuration", {
      name: "configuration",
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k",
      productionVariants: [
        {
          modelName: model.name,
          variantName: "AllTraffic",
          serverlessConfig: { memorySizeInMb: 2048, maxConcurrency: 5 },
        },
      ],
    });
    const endpoint = new SagemakerEndpoint(stack, "Endpoint", {
      name: "endpoint",
      endpointConfigName: configuration.name,
      lifecycle: { ignoreChanges: ["endpoint_config_name", "deployment_config"] },
    });
    const target = new AppautoscalingTarget(stack, "Target", {
      serviceNamespace: "sagemaker",
      resourceId: "endpoint/endpoint/variant/AllTraffic",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      minCapacity: 1,
      maxCapacity: 2,
    });
    new AppautoscalingPolicy(stack, "Policy", {
      name: "backlog",
      policyType: "TargetTrackingScaling",
      serviceNamespace: "sagemaker",
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 5,
        customizedMetricSpecification: {
          namespace: "AWS/SageMaker",
          metricName: "ApproximateBacklogSizePerInstance",
          statistic: "Average",
        },
      },
    });
    new CloudwatchMetricAlarm(stack, "Latency", {
      alarmName: "latency",
      namespace: "AWS/SageMaker",
      metricName: "ModelLatency",
      extendedStatistic: "p99",
      dimensions: { EndpointName: endpoint.name },
      comparisonOperator: "GreaterThanThreshold",
      threshold: 3000,
      period: 60,
      evaluationPeriods: 1,
    });
  });
}
