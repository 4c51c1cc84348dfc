import { arnOf, names } from "@pictor/contracts";
import { place } from "./one-account";
import { keyUse, lambda, type Need } from "./runtime-needs";

const docs = "https://docs.aws.amazon.com";
const arn = (service: string, id: string) => arnOf(place, service, id);
const controller = "packages/capacity-controller/lambda";

/** Needs of the role of an environment's capacity controller. */
export function capacityNeeds(environment: string): readonly Need[] {
  const own = names({ ...place, environment });
  const topic = arn("sns", `pictor-${environment}-notify`);
  const { realTime, serverless } = own.endpoints;
  const configuration = (name: string) => arn("sagemaker", `endpoint-config/${name}-bbbbbbbb-0a1b`);
  const target = arn("application-autoscaling", "scalable-target/x");
  const scaling = {
    "application-autoscaling:service-namespace": "sagemaker",
    "application-autoscaling:scalable-dimension": "sagemaker:variant:DesiredInstanceCount",
  };
  const tags = (of: "Request" | "Resource") => ({
    [`aws:${of}Tag/CapacityController`]: own.capacityFunction,
    [`aws:${of}Tag/Environment`]: environment,
  });
  const autoScaling = `${docs}/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html`;
  return [
    ...lambda(environment, own.capacityFunction),
    {
      calls: [
        [
          arn("sagemaker", `endpoint/${realTime}`),
          "sagemaker:CreateEndpoint DeleteEndpoint DescribeEndpoint UpdateEndpoint",
        ],
        [configuration(realTime), "sagemaker:CreateEndpoint DescribeEndpointConfig UpdateEndpoint"],
        [
          arn("sagemaker", `endpoint/${serverless}`),
          "sagemaker:DescribeEndpoint InvokeEndpoint UpdateEndpoint",
        ],
        [configuration(serverless), "sagemaker:UpdateEndpoint"],
        [
          "*",
          "application-autoscaling:DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions",
        ],
        ["*", "cloudwatch:GetMetricData"],
        [arn("cloudwatch", `alarm:${realTime}-rollback-latency`), "cloudwatch:DescribeAlarms"],
        [arn("ssm", `parameter${own.capacityParameters.spec}`), "ssm:GetParameter"],
        [arn("ssm", `parameter${own.capacityParameters.pin}`), "ssm:GetParameters"],
        [arn("ssm", `parameter${own.capacityParameters.state}`), "ssm:GetParameters PutParameter"],
        [topic, "sns:Publish"],
      ],
      by: controller,
    },
    {
      calls: [[target, "application-autoscaling:RegisterScalableTarget"]],
      context: { ...scaling, ...tags("Request") },
      by: controller,
    },
    {
      calls: [
        [
          target,
          "application-autoscaling:DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy " +
            "PutScheduledAction RegisterScalableTarget",
        ],
      ],
      context: { ...scaling, ...tags("Resource") },
      by: controller,
    },
    {
      calls: [[target, "application-autoscaling:TagResource"]],
      context: { ...tags("Request") },
      by: autoScaling,
    },
    {
      calls: [
        [
          arn("sagemaker", `endpoint/${realTime}`),
          "sagemaker:AddTags UpdateEndpointWeightsAndCapacities",
        ],
        [
          arn("cloudwatch", `alarm:TargetTracking-endpoint/${realTime}/variant/x`),
          "cloudwatch:DeleteAlarms PutMetricAlarm",
        ],
      ],
      by: autoScaling,
    },
    {
      calls: [
        [
          `arn:aws:iam::${place.accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/` +
            "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
          "iam:CreateServiceLinkedRole",
        ],
      ],
      context: { "iam:AWSServiceName": "sagemaker.application-autoscaling.amazonaws.com" },
      by: autoScaling,
    },
    keyUse(
      environment,
      "Decrypt GenerateDataKey",
      "sns",
      ["aws:sns:topicArn", topic],
      `${docs}/sns/latest/dg/sns-key-management.html`,
    ),
  ];
}
