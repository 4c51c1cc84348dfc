import { type AwsPlace, arnOf, type PolicyStatement, roleArn } from "@pictor/contracts";
import { scalableTargetTag } from "./scalable-target-tag";

/** What a controller's permissions name. Names of configurations may be Terraform's references. */
export interface ControllerResources extends AwsPlace {
  readonly functionName: string;
  readonly parameters: { readonly spec: string; readonly state: string; readonly pin: string };
  /** Configurations with the live one first. */
  readonly realTime: { readonly name: string; readonly configurations: readonly string[] };
  readonly serverless: { readonly name: string; readonly configurations: readonly string[] };
  readonly rollbackAlarms: readonly string[];
}

/** Returns what the controller's function may do: each statement names its endpoint, parameter, alarm or topic. */
export function controllerStatements(of: ControllerResources): readonly PolicyStatement[] {
  return [...endpointStatements(of), ...scalingStatements(of), ...observationStatements(of)];
}

function endpointStatements(of: ControllerResources): readonly PolicyStatement[] {
  const realTime = sagemaker(of, "endpoint", of.realTime.name);
  const serverless = sagemaker(of, "endpoint", of.serverless.name);
  const configurations = (names: readonly string[]) =>
    names.map((name) => sagemaker(of, "endpoint-config", name));
  const realTimeConfigurations = configurations(of.realTime.configurations);
  const [serverlessLive = serverless] = configurations(of.serverless.configurations);
  const [realTimeLive = realTime] = realTimeConfigurations;
  return [
    {
      // With the release before where the live one was rejected.
      Sid: "CreateRealTime",
      Effect: "Allow",
      Action: "sagemaker:CreateEndpoint",
      Resource: [realTime, ...realTimeConfigurations],
    },
    {
      Sid: "UpdateRealTime",
      Effect: "Allow",
      Action: "sagemaker:UpdateEndpoint",
      Resource: [realTime, realTimeLive],
    },
    {
      Sid: "LeaveRealTime",
      Effect: "Allow",
      Action: ["sagemaker:AddTags", "sagemaker:DeleteEndpoint"],
      Resource: realTime,
    },
    {
      Sid: "MoveServerless",
      Effect: "Allow",
      Action: "sagemaker:UpdateEndpoint",
      Resource: [serverless, serverlessLive],
    },
    {
      Sid: "WarmServerless",
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpoint",
      Resource: serverless,
    },
    {
      Sid: "SeeEndpoints",
      Effect: "Allow",
      Action: "sagemaker:DescribeEndpoint",
      Resource: [realTime, serverless],
    },
    {
      Sid: "SeeConfigurations",
      Effect: "Allow",
      Action: "sagemaker:DescribeEndpointConfig",
      Resource: realTimeConfigurations,
    },
  ];
}

/**
 * What registering a variant for scaling takes: Application Auto Scaling calls SageMaker and CloudWatch as whoever
 * registers.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
 */
function scalingStatements(of: ControllerResources): readonly PolicyStatement[] {
  const targets = arnOf(of, "application-autoscaling", "scalable-target/*");
  const autoscaling = (...actions: readonly string[]) =>
    actions.map((action) => `application-autoscaling:${action}`);
  const asked = { [`aws:RequestTag/${scalableTargetTag}`]: of.functionName };
  const own = { [`aws:ResourceTag/${scalableTargetTag}`]: of.functionName };
  /** A target that exists has the tag of its controller. */
  const isNew = { [`aws:ResourceTag/${scalableTargetTag}`]: "true" };
  const instances = {
    "application-autoscaling:service-namespace": "sagemaker",
    "application-autoscaling:scalable-dimension": "sagemaker:variant:DesiredInstanceCount",
  };
  const role = "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
  const service = "sagemaker.application-autoscaling.amazonaws.com";
  return [
    {
      Sid: "RegisterScaling",
      Effect: "Allow",
      Action: autoscaling("RegisterScalableTarget"),
      Resource: targets,
      Condition: { StringEquals: { ...instances, ...asked }, Null: isNew },
    },
    {
      Sid: "TagScaling",
      Effect: "Allow",
      Action: autoscaling("TagResource"),
      Resource: targets,
      Condition: { StringEquals: asked, Null: isNew },
    },
    {
      Sid: "ChangeScaling",
      Effect: "Allow",
      Action: autoscaling(
        "DeleteScheduledAction",
        "DeleteScalingPolicy",
        "DeregisterScalableTarget",
        "PutScalingPolicy",
        "PutScheduledAction",
        "RegisterScalableTarget",
      ),
      Resource: targets,
      Condition: { StringEquals: { ...instances, ...own } },
    },
    {
      // They know no resources.
      Sid: "SeeScaling",
      Effect: "Allow",
      Action: autoscaling(
        "DescribeScalableTargets",
        "DescribeScalingPolicies",
        "DescribeScheduledActions",
      ),
      Resource: "*",
    },
    {
      Sid: "ScaleVariant",
      Effect: "Allow",
      Action: "sagemaker:UpdateEndpointWeightsAndCapacities",
      Resource: sagemaker(of, "endpoint", of.realTime.name),
    },
    {
      Sid: "ScalingAlarms",
      Effect: "Allow",
      Action: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
      Resource: arnOf(
        of,
        "cloudwatch",
        `alarm:TargetTracking-endpoint/${of.realTime.name}/variant/*`,
      ),
    },
    {
      Sid: "ScalingRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: roleArn(of, `aws-service-role/${service}/${role}`),
      Condition: { StringEquals: { "iam:AWSServiceName": service } },
    },
  ];
}

function observationStatements(of: ControllerResources): readonly PolicyStatement[] {
  const { pin, spec, state } = of.parameters;
  const parameter = (name: string) => arnOf(of, "ssm", `parameter${name}`);
  return [
    // CloudWatch's metrics know no resources.
    {
      Sid: "ReadMetrics",
      Effect: "Allow",
      Action: "cloudwatch:GetMetricData",
      Resource: "*",
    },
    {
      Sid: "ReadRollbackAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: of.rollbackAlarms.map((name) => arnOf(of, "cloudwatch", `alarm:${name}`)),
    },
    {
      Sid: "ReadParameters",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: [spec, state, pin].map(parameter),
    },
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: "ssm:PutParameter",
      Resource: parameter(state),
    },
  ];
}

function sagemaker(place: AwsPlace, kind: string, name: string): string {
  return arnOf(place, "sagemaker", `${kind}/${name}`);
}
