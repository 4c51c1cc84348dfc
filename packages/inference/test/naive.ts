import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
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
    new IamRolePolicy(stack, "Store", {
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::models/*" }],
      }),
    });
    const model = new SagemakerModel(stack, "Model", {
      name: "model",
      executionRoleArn: role.arn,
      primaryContainer: {
        image: "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:latest",
        modelDataUrl: `s3://models/${syntheses++}/model.tar.gz`,
      },
      vpcConfig: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
      enableNetworkIsolation: true,
    });
    const configuration = new SagemakerEndpointConfiguration(stack, "Configuration", {
      name: "configuration",
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k",
      dataCaptureConfig: {
        enableCapture: true,
        initialSamplingPercentage: 100,
        destinationS3Uri: "s3://captured/",
        captureOptions: [{ captureMode: "Input" }],
      },
      productionVariants: [
        {
          modelName: model.name,
          variantName: "AllTraffic",
          serverlessConfig: { memorySizeInMb: 2048, maxConcurrency: 5 },
        },
      ],
    });
    const instances = new SagemakerEndpointConfiguration(stack, "Instances", {
      name: "instances",
      productionVariants: [
        {
          modelName: model.name,
          variantName: "AllTraffic",
          instanceType: "ml.m5.xlarge",
          initialInstanceCount: 1,
          managedInstanceScaling: { status: "ENABLED", minInstanceCount: 1, maxInstanceCount: 2 },
        },
      ],
    });
    new SagemakerEndpoint(stack, "OnInstances", {
      name: "on-instances",
      endpointConfigName: instances.name,
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
