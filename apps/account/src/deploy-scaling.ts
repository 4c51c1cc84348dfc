import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, prefixOf, resources } from "./deploy-place";
import { autoscaling, changeScaling, scalableTargets, scalingAlarms } from "./scalable-targets";

/**
 * Permissions to register an environment's endpoints for scaling.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
 */
export function scalingStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { resource, requested, own } = scalableTargets(place);
  const endpoints = { "application-autoscaling:service-namespace": "sagemaker" };
  return [
    {
      Sid: "RegisterEndpoints",
      Effect: "Allow",
      Action: autoscaling("RegisterScalableTarget"),
      Resource: resource,
      Condition: { StringEquals: { ...endpoints, ...requested }, StringEqualsIfExists: own },
    },
    {
      Sid: "ScaleEndpoints",
      Effect: "Allow",
      Action: changeScaling,
      Resource: resource,
      Condition: { StringEquals: { ...endpoints, ...own } },
    },
    {
      Sid: "TagNewTargets",
      Effect: "Allow",
      Action: autoscaling("TagResource"),
      Resource: resource,
      Condition: { StringEquals: requested, StringEqualsIfExists: own },
    },
    {
      Sid: "TagOwnTargets",
      Effect: "Allow",
      Action: autoscaling("ListTagsForResource", "UntagResource"),
      Resource: resource,
      Condition: { StringEquals: own },
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
      // Application Auto Scaling calls SageMaker with the permissions of the role that registers a target.
      Sid: "ScaleVariants",
      Effect: "Allow",
      Action: "sagemaker:UpdateEndpointWeightsAndCapacities",
      Resource: resources(place, "sagemaker", `endpoint/${prefixOf(place)}*`),
    },
    scalingAlarms(place),
  ];
}
