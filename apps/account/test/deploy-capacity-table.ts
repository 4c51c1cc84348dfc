import type { ExpectedAnswer } from "@pictor/testing";
import { arn, no, yes } from "./deploy-rows";
import { accountId, region } from "./fixture";

const elsewhere = (resource: string) =>
  resource.replace(region, "us-east-1").replace(accountId, "999999999999");

const parameter = (environment: string, name: string) =>
  arn("ssm", `parameter/pictor/${environment}/capacity/${name}`);
const keep =
  "AddTagsToResource DeleteParameter GetParameter GetParameters ListTagsForResource PutParameter RemoveTagsFromResource";
const parameters = ["spec", "state", "pin"].flatMap((name) => [
  ...yes("ssm", keep, parameter("prod", name)),
  ...no("ssm", keep, parameter("dev", name)),
  ...no("ssm", keep, elsewhere(parameter("prod", name))),
  ...no("ssm", "GetParameterHistory LabelParameterVersion", parameter("prod", name)),
]);

const schedule = (name: string) => arn("scheduler", `schedule/default/${name}`);
const keepSchedule = "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule";
const controller = arn("lambda", "function:pictor-prod-capacity");
const latest = `${controller}:$LATEST`;

/** What the deploy role of `prod` may do for its capacity controller, and what not. */
export const capacity: readonly ExpectedAnswer[] = [
  ...parameters,
  ...no("ssm", keep, parameter("prod", "else")),
  ...yes("ssm", "DescribeParameters", "*"),
  ...no("ssm", "DescribeInstanceInformation", "*"),
  ...yes("scheduler", keepSchedule, schedule("pictor-prod-capacity")),
  ...["pictor-dev-capacity", "pictor-prod-x"].flatMap((name) =>
    no("scheduler", keepSchedule, schedule(name)),
  ),
  ...no("scheduler", keepSchedule, elsewhere(schedule("pictor-prod-capacity"))),
  ...no("scheduler", "DeleteScheduleGroup", arn("scheduler", "schedule-group/default")),
  ...[controller, latest].flatMap((fn) => [
    ...yes("lambda", "InvokeFunction", fn),
    ...no("lambda", "InvokeFunction", elsewhere(fn)),
    ...no("lambda", "InvokeFunction", fn.replace("pictor-prod", "pictor-dev")),
    ...no("lambda", "InvokeFunctionUrl UpdateFunctionUrlConfig", fn),
  ]),
  ...no("lambda", "InvokeFunction", arn("lambda", "function:pictor-prod-predict")),
  ...no("lambda", "InvokeFunction", `${controller}:live`),
];
