import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, prefixOf, resources } from "./deploy-place";

/**
 * What registering an environment's endpoints for scaling takes.
 *
 * A scalable target's ARN has a random id instead of the endpoint's name: these are all endpoints' of the region.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
 */
export function scalingStatements(place: DeployPlace): readonly PolicyStatement[] {
  const prefix = prefixOf(place);
  const targets = resources(place, "application-autoscaling", "scalable-target/*");
  const autoscaling = (...actions: readonly string[]) =>
    actions.map((action) => `application-autoscaling:${action}`);
  return [
    {
      Sid: "ScaleEndpoints",
      Effect: "Allow",
      Action: autoscaling(
        "DeleteScalingPolicy",
        "DeleteScheduledAction",
        "DeregisterScalableTarget",
        "PutScalingPolicy",
        "PutScheduledAction",
        "RegisterScalableTarget",
      ),
      Resource: targets,
      Condition: { StringEquals: { "application-autoscaling:service-namespace": "sagemaker" } },
    },
    {
      Sid: "TagTargets",
      Effect: "Allow",
      Action: autoscaling("ListTagsForResource", "TagResource", "UntagResource"),
      Resource: targets,
    },
    {
      Sid: "FindScaling",
      Effect: "Allow",
      Action: autoscaling(
        "DescribeScalableTargets",
        "DescribeScalingPolicies",
        "DescribeScheduledActions",
      ),
      Resource: "*",
    },
    {
      // Application Auto Scaling asks for both as whoever registers.
      Sid: "ScaleVariants",
      Effect: "Allow",
      Action: "sagemaker:UpdateEndpointWeightsAndCapacities",
      Resource: resources(place, "sagemaker", `endpoint/${prefix}*`),
    },
    {
      Sid: "ScalingAlarms",
      Effect: "Allow",
      Action: ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"],
      Resource: resources(place, "cloudwatch", `alarm:TargetTracking-endpoint/${prefix}*`),
    },
  ];
}
