import type { ExpectedAnswer } from "@pictor/testing";
import { accountId, region } from "./fixture";

const principal = `arn:aws:iam::${accountId}:role/pictor-prod-${region}-deploy`;
const arn = (service: string, id: string) => `arn:aws:${service}:${region}:${accountId}:${id}`;

function rows(
  answer: "yes" | "no",
  actions: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): readonly ExpectedAnswer[] {
  return actions
    .split(" ")
    .map((action) => ({ principal, action, resource, accountId, context, answer }));
}

const named = (service: string, actions: string) =>
  actions
    .split(" ")
    .map((action) => `${service}:${action}`)
    .join(" ");
const of = (namespace: string) => ({ "application-autoscaling:service-namespace": namespace });
const target = arn("application-autoscaling", "scalable-target/0a1b");
const change = named(
  "application-autoscaling",
  "DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy PutScheduledAction RegisterScalableTarget",
);
const tag = named("application-autoscaling", "ListTagsForResource TagResource UntagResource");
const alarms = named("cloudwatch", "DeleteAlarms DescribeAlarms PutMetricAlarm");
const weights = "sagemaker:UpdateEndpointWeightsAndCapacities";

/** What the deploy role of `prod` may scale, and what not. */
export const scaling: readonly ExpectedAnswer[] = [
  ...rows("yes", change, target, of("sagemaker")),
  ...rows("no", change, target, of("dynamodb")),
  ...rows("no", change, target),
  ...rows("no", change, target.replace(region, "us-east-1"), of("sagemaker")),
  ...rows("yes", tag, target),
  ...rows("no", tag, target.replace(region, "us-east-1")),
  ...rows("no", "application-autoscaling:RegisterScalableTarget", target),
  ...rows(
    "yes",
    named(
      "application-autoscaling",
      "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions",
    ),
    "*",
  ),
  ...rows("no", "application-autoscaling:DescribeScalingActivities", "*"),
  ...rows("yes", weights, arn("sagemaker", "endpoint/pictor-prod-x")),
  ...rows("no", weights, arn("sagemaker", "endpoint/pictor-dev-x")),
  ...rows("no", "sagemaker:InvokeEndpointAsync", arn("sagemaker", "endpoint/pictor-prod-x")),
  ...rows("yes", alarms, arn("cloudwatch", "alarm:TargetTracking-endpoint/pictor-prod-x")),
  ...rows("no", alarms, arn("cloudwatch", "alarm:TargetTracking-endpoint/pictor-dev-x")),
  ...rows(
    "no",
    "cloudwatch:SetAlarmState",
    arn("cloudwatch", "alarm:TargetTracking-endpoint/pictor-prod-x"),
  ),
];
