import type { ExpectedAnswer } from "@pictor/testing";
import { asked, tagged } from "./deploy-rows";
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
const elsewhere = target.replace(region, "us-east-1");
const change = named(
  "application-autoscaling",
  "DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy PutScheduledAction RegisterScalableTarget",
);
const register = "application-autoscaling:RegisterScalableTarget";
const tag = "application-autoscaling:TagResource";
const own = named("application-autoscaling", "ListTagsForResource UntagResource");
const alarms = named("cloudwatch", "DeleteAlarms PutMetricAlarm");
const weights = "sagemaker:UpdateEndpointWeightsAndCapacities";

/** What the deploy role of `prod` may scale, and what not. */
export const scaling: readonly ExpectedAnswer[] = [
  ...rows("yes", change, target, { ...of("sagemaker"), ...tagged("prod") }),
  ...rows("no", change, target, { ...of("dynamodb"), ...tagged("prod") }),
  ...rows("no", change, target, { ...of("sagemaker"), ...tagged("dev") }),
  ...rows("no", change, target, of("sagemaker")),
  ...rows("no", change, elsewhere, { ...of("sagemaker"), ...tagged("prod") }),
  ...rows("yes", register, target, { ...of("sagemaker"), ...asked("prod") }),
  ...rows("yes", register, target, { ...of("sagemaker"), ...asked("prod"), ...tagged("prod") }),
  ...rows("no", register, target, { ...of("dynamodb"), ...asked("prod") }),
  ...rows("no", register, target, { ...of("sagemaker"), ...asked("dev") }),
  ...rows("no", register, target, { ...of("sagemaker"), ...asked("prod"), ...tagged("dev") }),
  ...rows("no", register, target, { ...of("sagemaker"), ...asked("prod"), ...tagged("prodOther") }),
  ...rows("no", register, elsewhere, { ...of("sagemaker"), ...asked("prod") }),
  ...rows("no", "application-autoscaling:DeregisterScalableTarget", target, {
    ...of("sagemaker"),
    ...asked("prod"),
  }),
  ...rows("yes", tag, target, asked("prod")),
  ...rows("yes", tag, target, { ...asked("prod"), ...tagged("prod") }),
  ...rows("no", tag, target, asked("dev")),
  ...rows("no", tag, target),
  ...rows("no", tag, target, { ...asked("prod"), ...tagged("dev") }),
  ...rows("no", tag, elsewhere, asked("prod")),
  ...rows("no", "application-autoscaling:PutScalingPolicy", target, asked("prod")),
  ...rows("yes", own, target, tagged("prod")),
  ...rows("no", own, target, tagged("dev")),
  ...rows("no", own, elsewhere, tagged("prod")),
  ...rows("no", "application-autoscaling:PutScalingPolicy", target, tagged("prod")),
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
