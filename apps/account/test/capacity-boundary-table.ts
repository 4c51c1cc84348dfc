import type { ExpectedAnswer } from "@pictor/testing";
import { elsewhere, here, no, there, yes } from "./boundary-rows";
import { arn, asked, tagged } from "./deploy-rows";
import { accountId } from "./fixture";

const keep =
  "sagemaker:AddTags sagemaker:CreateEndpoint sagemaker:DeleteEndpoint sagemaker:DescribeEndpoint " +
  "sagemaker:UpdateEndpoint sagemaker:UpdateEndpointWeightsAndCapacities";
const use = "sagemaker:CreateEndpoint sagemaker:DescribeEndpointConfig sagemaker:UpdateEndpoint";
const endpoint = (environment: string) => arn("sagemaker", `endpoint/pictor-${environment}-x`);
const configuration = (environment: string) =>
  arn("sagemaker", `endpoint-config/pictor-${environment}-x`);
const endpoints: readonly ExpectedAnswer[] = [
  ...yes(keep, endpoint("prod")),
  ...no(keep, endpoint("dev")),
  ...no(keep, elsewhere(endpoint("prod"))),
  ...no("sagemaker:DeleteTags sagemaker:InvokeEndpointAsync", endpoint("prod")),
  ...yes(use, configuration("prod")),
  ...no(use, configuration("dev")),
  ...no(use, elsewhere(configuration("prod"))),
  ...no("sagemaker:CreateEndpointConfig sagemaker:DeleteEndpointConfig", configuration("prod")),
  ...no("sagemaker:CreateModel", arn("sagemaker", "model/pictor-prod-x")),
];

const target = arn("application-autoscaling", "scalable-target/0a1b");
const create = "application-autoscaling:RegisterScalableTarget application-autoscaling:TagResource";
const change = [
  "DeleteScalingPolicy",
  "DeleteScheduledAction",
  "DeregisterScalableTarget",
  "PutScalingPolicy",
  "PutScheduledAction",
  "RegisterScalableTarget",
]
  .map((action) => `application-autoscaling:${action}`)
  .join(" ");
const alarms = "cloudwatch:DeleteAlarms cloudwatch:PutMetricAlarm";
const tracking = (environment: string) =>
  arn("cloudwatch", `alarm:TargetTracking-endpoint/pictor-${environment}-x`);
const linked = (service: string, name: string) =>
  `arn:aws:iam::${accountId}:role/aws-service-role/${service}.amazonaws.com/AWSServiceRoleFor${name}`;
const scalingService = "sagemaker.application-autoscaling";
const scalingRole = linked(scalingService, "ApplicationAutoScaling_SageMakerEndpoint");
const forService = (name: string) => ({ "iam:AWSServiceName": `${name}.amazonaws.com` });
const scaling: readonly ExpectedAnswer[] = [
  ...yes(create, target, asked("prod")),
  ...yes(create, target, { ...asked("prod"), ...tagged("prod") }),
  ...no(create, target, asked("dev")),
  ...no("application-autoscaling:TagResource", target, tagged("prod")),
  ...no(create, target),
  ...no(create, target, { ...asked("prod"), ...tagged("dev") }),
  ...no(create, elsewhere(target), asked("prod")),
  ...no("application-autoscaling:PutScalingPolicy", target, asked("prod")),
  ...yes(change, target, tagged("prod")),
  ...no(change, target, tagged("dev")),
  ...no(change, target),
  ...no(change, elsewhere(target), tagged("prod")),
  ...no("application-autoscaling:UntagResource", target, tagged("prod")),
  ...yes(alarms, tracking("prod")),
  ...no(alarms, tracking("dev")),
  ...no(alarms, elsewhere(tracking("prod"))),
  ...no("cloudwatch:SetAlarmState", tracking("prod")),
  ...yes("iam:CreateServiceLinkedRole", scalingRole, forService(scalingService)),
  ...no("iam:CreateServiceLinkedRole", scalingRole),
  ...no("iam:CreateServiceLinkedRole", scalingRole, forService("elasticache")),
  ...no(
    "iam:CreateServiceLinkedRole",
    linked("elasticache", "ElastiCache"),
    forService(scalingService),
  ),
  ...no("iam:DeleteServiceLinkedRole iam:UpdateRole", scalingRole, forService(scalingService)),
];

const see =
  "application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies " +
  "application-autoscaling:DescribeScheduledActions cloudwatch:GetMetricData";
const parameter = (environment: string, name: string) =>
  arn("ssm", `parameter/pictor/${environment}/capacity/${name}`);
const read = "ssm:GetParameter ssm:GetParameters";
const topic = (environment: string) => arn("sns", `pictor-${environment}-x`);
const controller = (environment: string) =>
  arn("lambda", `function:pictor-${environment}-capacity`);
const deciding: readonly ExpectedAnswer[] = [
  ...yes(see, "*", here),
  ...no(see, "*", there),
  ...no("cloudwatch:ListMetrics application-autoscaling:GetPredictiveScalingForecast", "*", here),
  ...["spec", "state", "pin"].flatMap((name) => [
    ...yes(read, parameter("prod", name)),
    ...no(read, parameter("dev", name)),
    ...no(read, elsewhere(parameter("prod", name))),
    ...no("ssm:DeleteParameter ssm:AddTagsToResource", parameter("prod", name)),
  ]),
  ...no(read, arn("ssm", "parameter/pictor/prod/else")),
  ...yes("ssm:PutParameter", parameter("prod", "state")),
  ...no("ssm:PutParameter", parameter("prod", "spec")),
  ...no("ssm:PutParameter", parameter("prod", "pin")),
  ...no("ssm:PutParameter", parameter("dev", "state")),
  ...no("ssm:PutParameter", elsewhere(parameter("prod", "state"))),
  ...yes("sns:Publish", topic("prod")),
  ...no("sns:Publish", topic("dev")),
  ...no("sns:Publish", elsewhere(topic("prod"))),
  ...no("sns:Subscribe sns:DeleteTopic", topic("prod")),
  ...yes("lambda:InvokeFunction", controller("prod")),
  ...no("lambda:InvokeFunction", controller("dev")),
  ...no("lambda:InvokeFunction", elsewhere(controller("prod"))),
  ...no("lambda:UpdateFunctionCode lambda:AddPermission", controller("prod")),
];

/** What a role of `prod` could do at the most as a capacity controller, or as its schedule. */
export const capacityBoundaryTable: readonly ExpectedAnswer[] = [
  ...endpoints,
  ...scaling,
  ...deciding,
];
