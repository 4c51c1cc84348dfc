import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { arnOf } from "@pictor/contracts";
import {
  type ExpectedAnswer,
  isCaught,
  type PolicyDocument,
  policyMutants,
  roleProblems,
  statementProblems,
  synthesisedPolicies,
  wrongAnswers,
} from "@pictor/testing";
import { build, parameters, place, rollbackAlarms, topic } from "./stack";

const region = place.region;
const { accountId } = place;
const principal = `arn:aws:iam::${accountId}:role/pictures-capacity-${region}`;
const sagemaker = (resource: string) => arnOf(place, "sagemaker", resource);
const realTime = sagemaker("endpoint/pictures-real-time");
const serverless = sagemaker("endpoint/pictures-serverless");
const configuration = (name: string) => sagemaker(`endpoint-config/pictures-${name}`);
const parameter = (name: string) => arnOf(place, "ssm", `parameter${name}`);
const target = arnOf(place, "application-autoscaling", "scalable-target/x1y2");
const rollback = arnOf(place, "cloudwatch", `alarm:${rollbackAlarms[0]}`);
const tracking = arnOf(
  place,
  "cloudwatch",
  "alarm:TargetTracking-endpoint/pictures-real-time/variant/AllTraffic-AlarmHigh-1",
);
const instances = {
  "application-autoscaling:service-namespace": "sagemaker",
  "application-autoscaling:scalable-dimension": "sagemaker:variant:DesiredInstanceCount",
};
const own = { ...instances, "aws:ResourceTag/CapacityController": "pictures-capacity" };
const asked = { ...instances, "aws:RequestTag/CapacityController": "pictures-capacity" };
const elsewhere = target.replace(region, "us-west-2");
const linkedRole = `arn:aws:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`;
const linked = { "iam:AWSServiceName": "sagemaker.application-autoscaling.amazonaws.com" };
const others = { ...instances, "aws:ResourceTag/CapacityController": "others-capacity" };

type Asked = readonly [
  action: string,
  resource: string,
  context?: Readonly<Record<string, string>>,
];

/** What each call of the function takes. */
const needs: Readonly<Record<string, readonly Asked[]>> = {
  CreateEndpoint: [
    ["sagemaker:CreateEndpoint", realTime],
    ["sagemaker:CreateEndpoint", configuration("real-time-live")],
    ["sagemaker:CreateEndpoint", configuration("real-time-previous")],
    ["sagemaker:AddTags", realTime],
  ],
  UpdateEndpoint: [
    ["sagemaker:UpdateEndpoint", realTime],
    ["sagemaker:UpdateEndpoint", configuration("real-time-live")],
    ["sagemaker:UpdateEndpoint", serverless],
    ["sagemaker:UpdateEndpoint", configuration("serverless-live")],
  ],
  DeleteEndpoint: [["sagemaker:DeleteEndpoint", realTime]],
  DescribeEndpoint: [
    ["sagemaker:DescribeEndpoint", realTime],
    ["sagemaker:DescribeEndpoint", serverless],
  ],
  DescribeEndpointConfig: [
    ["sagemaker:DescribeEndpointConfig", configuration("real-time-live")],
    ["sagemaker:DescribeEndpointConfig", configuration("real-time-previous")],
  ],
  InvokeEndpoint: [["sagemaker:InvokeEndpoint", serverless]],
  GetMetricData: [["cloudwatch:GetMetricData", "*"]],
  DescribeAlarms: [["cloudwatch:DescribeAlarms", rollback]],
  GetParameter: [["ssm:GetParameter", parameter(parameters.state)]],
  GetParameters: Object.values(parameters).map((name) => ["ssm:GetParameters", parameter(name)]),
  PutParameter: [["ssm:PutParameter", parameter(parameters.state)]],
  Publish: [["sns:Publish", topic.arn]],
  DescribeScalableTargets: [["application-autoscaling:DescribeScalableTargets", "*"]],
  DescribeScalingPolicies: [["application-autoscaling:DescribeScalingPolicies", "*"]],
  DescribeScheduledActions: [["application-autoscaling:DescribeScheduledActions", "*"]],
  RegisterScalableTarget: [
    [
      "application-autoscaling:RegisterScalableTarget",
      target,
      { ...instances, "aws:RequestTag/CapacityController": "pictures-capacity" },
    ],
    ["application-autoscaling:RegisterScalableTarget", target, own],
    [
      "application-autoscaling:TagResource",
      target,
      { "aws:RequestTag/CapacityController": "pictures-capacity" },
    ],
    ["sagemaker:UpdateEndpointWeightsAndCapacities", realTime],
    ["iam:CreateServiceLinkedRole", linkedRole, linked],
  ],
  DeregisterScalableTarget: [["application-autoscaling:DeregisterScalableTarget", target, own]],
  PutScalingPolicy: [
    ["application-autoscaling:PutScalingPolicy", target, own],
    ["cloudwatch:PutMetricAlarm", tracking],
  ],
  DeleteScalingPolicy: [
    ["application-autoscaling:DeleteScalingPolicy", target, own],
    ["cloudwatch:DeleteAlarms", tracking],
  ],
  PutScheduledAction: [["application-autoscaling:PutScheduledAction", target, own]],
  DeleteScheduledAction: [["application-autoscaling:DeleteScheduledAction", target, own]],
};

/** What it must never be able to do: another environment's endpoint first. */
const forbidden: readonly Asked[] = [
  ["sagemaker:DeleteEndpoint", sagemaker("endpoint/others-real-time")],
  ["sagemaker:CreateEndpoint", sagemaker("endpoint/others-real-time")],
  ["sagemaker:UpdateEndpoint", sagemaker("endpoint/others-serverless")],
  ["sagemaker:AddTags", sagemaker("endpoint/others-real-time")],
  ["sagemaker:DescribeEndpoint", sagemaker("endpoint/others-real-time")],
  ["sagemaker:InvokeEndpoint", sagemaker("endpoint/others-serverless")],
  ["sagemaker:UpdateEndpointWeightsAndCapacities", sagemaker("endpoint/others-real-time")],
  ["sagemaker:CreateEndpoint", sagemaker("endpoint-config/others-real-time-live")],
  ["sagemaker:UpdateEndpoint", sagemaker("endpoint-config/others-serverless-live")],
  ["sagemaker:DescribeEndpointConfig", sagemaker("endpoint-config/others-real-time-live")],
  ["sagemaker:DeleteEndpoint", serverless],
  ["sagemaker:CreateEndpoint", serverless],
  ["sagemaker:AddTags", serverless],
  ["sagemaker:InvokeEndpoint", realTime],
  ["sagemaker:CreateEndpointConfig", configuration("real-time-live")],
  ["sagemaker:DeleteEndpointConfig", configuration("real-time-live")],
  ["iam:PassRole", `arn:aws:iam::${accountId}:role/pictures-model`],
  ["ssm:PutParameter", parameter(parameters.spec)],
  ["ssm:PutParameter", parameter(parameters.pin)],
  ["ssm:GetParameter", parameter("/others/capacity/state")],
  ["cloudwatch:PutMetricAlarm", rollback],
  ["cloudwatch:DeleteAlarms", rollback],
  ["cloudwatch:DeleteAlarms", tracking.replace("pictures-real-time", "others-real-time")],
  ["cloudwatch:DescribeAlarms", rollback.replace("pictures", "others")],
  ["application-autoscaling:DeregisterScalableTarget", target, others],
  ["application-autoscaling:PutScalingPolicy", target, others],
  [
    "application-autoscaling:RegisterScalableTarget",
    target,
    { ...others, "aws:RequestTag/CapacityController": "pictures-capacity" },
  ],
  ["application-autoscaling:RegisterScalableTarget", target, instances],
  [
    "application-autoscaling:RegisterScalableTarget",
    target,
    {
      ...own,
      "application-autoscaling:service-namespace": "ecs",
      "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
    },
  ],
  [
    "application-autoscaling:TagResource",
    target,
    {
      "aws:RequestTag/CapacityController": "pictures-capacity",
      "aws:ResourceTag/CapacityController": "others-capacity",
    },
  ],
  ["application-autoscaling:TagResource", target, { "aws:RequestTag/CapacityController": "x" }],
  [
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    { "iam:AWSServiceName": "ecs.amazonaws.com" },
  ],
  ["sagemaker:UpdateEndpoint", configuration("real-time-previous")],
  ["sagemaker:UpdateEndpoint", configuration("serverless-previous")],
  ["sns:DeleteTopic", topic.arn],
  ["ssm:DeleteParameter", parameter(parameters.state)],
  ["cloudwatch:DisableAlarmActions", tracking],
  ["iam:CreateServiceLinkedRole", linkedRole, { "iam:AWSServiceName": "ecs.amazonaws.com" }],
  ["iam:CreateServiceLinkedRole", `${linkedRole}_Other`, linked],
  ["iam:DeleteServiceLinkedRole", linkedRole, linked],
  ...[asked, own].flatMap((context): Asked[] => [
    ["application-autoscaling:RegisterScalableTarget", elsewhere, context],
    ["application-autoscaling:UntagResource", target, context],
    [
      "application-autoscaling:RegisterScalableTarget",
      target,
      { ...context, "application-autoscaling:service-namespace": "ecs" },
    ],
    [
      "application-autoscaling:RegisterScalableTarget",
      target,
      { ...context, "application-autoscaling:scalable-dimension": "sagemaker:variant:Other" },
    ],
  ]),
  ["application-autoscaling:PutScalingPolicy", target, asked],
  ["application-autoscaling:TagResource", elsewhere, asked],
  ["sns:Publish", topic.arn.replace("notify", "page")],
  ["lambda:InvokeFunction", arnOf(place, "lambda", "function:pictures-predict")],
];

const rowsOf = (asked: readonly Asked[], answer: "yes" | "no"): readonly ExpectedAnswer[] =>
  asked.map(([action, resource, context = {}]) => ({
    ...{ principal, action, resource, accountId, context, answer },
  }));
const rows = [...rowsOf(Object.values(needs).flat(), "yes"), ...rowsOf(forbidden, "no")];

/** The policies of a role of the stack, as one. */
function policyOf(role: RegExp): PolicyDocument {
  const { out } = build();
  const found = synthesisedPolicies(JSON.parse(out.text()), (reference) => {
    const [, name] = /^aws_sagemaker_endpoint_configuration\.([\w-]+)\.name$/.exec(reference) ?? [];
    return name === undefined ? reference : `pictures-${name.replace(/(live|previous)$/, "-$1")}`;
  }).filter(({ attributes, kind }) => kind === "identity" && role.test(String(attributes.role)));
  return { Version: "2012-10-17", Statement: found.flatMap(({ document }) => document.Statement) };
}

const controller = policyOf(/Controller_Function_Role/);

describe("the controller's role", () => {
  it("may make each call of the function, and no other environment's", async () => {
    expect(await wrongAnswers(rows, () => ({ identity: controller }))).toEqual([]);
  });

  it("has a row for each command in the function's sources", () => {
    const directory = join(__dirname, "..", "lambda", "control");
    const sources = readdirSync(directory).map((file) =>
      readFileSync(join(directory, file), "utf8"),
    );
    const called = sources.flatMap((text) =>
      [...text.matchAll(/new (\w+)Command\(/g)].map(([, name = ""]) => name),
    );
    expect([...new Set(called)].sort()).toEqual(Object.keys(needs).sort());
  });

  it("has no permission that the table would not miss, and none that is wider unnoticed", async () => {
    const control: PolicyDocument = {
      ...controller,
      Statement: controller.Statement.filter(({ Sid }) => !usual.includes(String(Sid))),
    };
    const unnoticed: string[] = [];
    for (const { change, policy } of policyMutants(control)) {
      if (!(await isCaught(rows, () => ({ identity: policy })))) unnoticed.push(change);
    }
    // Wider by nothing: no further action has these statements' condition keys.
    expect(unnoticed).toEqual([
      'ChangeScaling: Action is "application-autoscaling:*"',
      'ScalingRole: Action is "iam:*"',
    ]);
  });

  it("has only statements that apply, and what its actions take besides", async () => {
    const problems = await Promise.all(controller.Statement.map(statementProblems));
    expect(problems.flat()).toEqual([]);
    // What else Terraform's provider does with tags and parameters: this function makes tags of an endpoint alone.
    expect(await roleProblems(controller)).toEqual([
      expect.stringMatching(
        /^sagemaker:CreateEndpoint needs sagemaker:CreateEndpointConfig on some/,
      ),
      expect.stringMatching(/^cloudwatch:PutMetricAlarm needs cloudwatch:TagResource on some/),
      expect.stringMatching(/^cloudwatch:PutMetricAlarm needs cloudwatch:ListTagsForResource/),
      expect.stringMatching(/^ssm:GetParameter needs ssm:DescribeParameters on \*/),
    ]);
  });
});

/** Statements that every function has, which `@pictor/function` tests. */
const usual = ["WriteLogs", "WriteTraces", "ReadVariables"];

describe("the schedule's role", () => {
  it("may call the controller's function and nothing else", async () => {
    const caller = policyOf(/Controller_Triggers_Role/);
    const call = (name: string) =>
      ["lambda:InvokeFunction", arnOf(place, "lambda", `function:${name}`)] as const;
    const rows = [
      ...rowsOf([call("pictures-capacity")], "yes"),
      ...rowsOf(
        [call("pictures-predict"), call("others-capacity"), ...forbidden.slice(0, 3)],
        "no",
      ),
    ];
    expect(await wrongAnswers(rows, () => ({ identity: caller }))).toEqual([]);
  });

  it("is taken on by this account's scheduler alone", () => {
    const role = build()
      .out.resources("aws_iam_role")
      .find(({ name }) => String(name).includes("schedule"));
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        ...{ Sid: "OwnSchedules", Effect: "Allow", Action: "sts:AssumeRole" },
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: {
          StringEquals: {
            "aws:SourceAccount": accountId,
            "aws:SourceArn": arnOf(place, "scheduler", "schedule-group/default"),
          },
        },
      },
    ]);
  });
});
