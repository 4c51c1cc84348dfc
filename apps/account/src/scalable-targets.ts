import type { Place, PolicyStatement } from "@pictor/contracts";
import { prefixOf, resources } from "./deploy-place";

/** Returns actions of Application Auto Scaling with their service prefix. */
export function autoscaling(...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `application-autoscaling:${action}`);
}

/** Actions that change the scaling of a registered target. */
export const changeScaling = autoscaling(
  "DeleteScalingPolicy",
  "DeleteScheduledAction",
  "DeregisterScalableTarget",
  "PutScalingPolicy",
  "PutScheduledAction",
  "RegisterScalableTarget",
);

/**
 * Returns the ARN pattern of all scalable targets, and the tag conditions that select those of an environment.
 *
 * A scalable target's ARN has a random id instead of the endpoint's name, so only the tag tells whose it is. A target
 * gets the tag in the request that registers it (`requested`), and has it from then on (`own`).
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/resource-tagging-support.html
 */
export function scalableTargets(place: Place) {
  return {
    resource: resources(place, "application-autoscaling", "scalable-target/*"),
    requested: { "aws:RequestTag/Environment": place.environment },
    own: { "aws:ResourceTag/Environment": place.environment },
  };
}

/**
 * Returns the statement for the alarms of target tracking. Application Auto Scaling calls CloudWatch with the
 * permissions of the role that sets a scaling policy.
 */
export function scalingAlarms(place: Place): PolicyStatement {
  return {
    Sid: "ScalingAlarms",
    Effect: "Allow",
    Action: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
    Resource: resources(place, "cloudwatch", `alarm:TargetTracking-endpoint/${prefixOf(place)}*`),
  };
}
