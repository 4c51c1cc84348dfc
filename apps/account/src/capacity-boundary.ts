import { arnOf, type Place, type PolicyStatement } from "@pictor/contracts";
import { inRegion, namesAt, prefixOf, resources } from "./deploy-place";
import { autoscaling, changeScaling, scalableTargets, scalingAlarms } from "./scalable-targets";
import { scalingRole } from "./scaling-role";

/**
 * The most that a capacity controller of an environment may do besides keeping endpoints: scale them, read metrics and its
 * parameters, write its state, publish to the environment's topics; and that its schedule calls it.
 */
export function capacityBoundary(place: Place): readonly PolicyStatement[] {
  return [...scaling(place), ...deciding(place)];
}

/** A scalable target is known by the tag that it gets when it is registered: see `scalingStatements`. */
function scaling(place: Place): readonly PolicyStatement[] {
  const { resource, requested, own } = scalableTargets(place);
  return [
    {
      Sid: "NewScaling",
      Effect: "Allow",
      Action: autoscaling("RegisterScalableTarget", "TagResource"),
      Resource: resource,
      Condition: { StringEquals: requested, StringEqualsIfExists: own },
    },
    {
      Sid: "OwnScaling",
      Effect: "Allow",
      Action: changeScaling,
      Resource: resource,
      Condition: { StringEquals: own },
    },
    scalingAlarms(place),
    {
      Sid: "ScalingRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: scalingRole.arn(place),
      Condition: { StringEquals: { "iam:AWSServiceName": scalingRole.service } },
    },
  ];
}

function deciding(place: Place): readonly PolicyStatement[] {
  const { capacityFunction, capacityParameters } = namesAt(place);
  return [
    {
      // None of these actions has a resource.
      Sid: "SeeLoad",
      Effect: "Allow",
      Action: ["application-autoscaling:Describe*", "cloudwatch:GetMetricData"],
      Resource: "*",
      Condition: inRegion(place),
    },
    {
      Sid: "ReadParameters",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: arnOf(place, "ssm", `parameter/pictor/${place.environment}/capacity/*`),
    },
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: "ssm:PutParameter",
      Resource: arnOf(place, "ssm", `parameter${capacityParameters.state}`),
    },
    {
      Sid: "TellTopics",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: resources(place, "sns", `${prefixOf(place)}*`),
    },
    {
      Sid: "CallController",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: resources(place, "lambda", `function:${capacityFunction}`),
    },
  ];
}
