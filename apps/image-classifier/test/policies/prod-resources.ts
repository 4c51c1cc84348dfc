import { arnOf, bucketArn, names } from "@pictor/contracts";
import { place } from "./one-account";

/** What a resource's calls are about, each with the actions of IAM that they take: names of one service, by spaces. */
export type Calls = readonly (readonly [resource: string, actions: string])[];

const prod = names({ ...place, environment: "prod" });
export const arn = (service: string, id: string) => arnOf(place, service, id);
export const ec2 = (kind: string) => arn("ec2", `${kind}/x`);
export const iamRole = `arn:aws:iam::${place.accountId}:role/pictor-prod-x`;
export const api = (path: string) => `arn:aws:apigateway:${place.region}::/${path}`;
export const bucket = bucketArn(place.region, prod.modelBucket);
export const key = arn("kms", "key/prod");
export const alias = arn("kms", prod.keyAlias);
export const everything = "*";

/** The evaluator has no ARN of stages and deployments; these parts of an API are matched by the same lines. */
export const apiParts = api("restapis/x/documentation/parts");
export const apiPart = api("restapis/x/documentation/parts/y");
export const apiTags: Calls[number] = [api("tags/x"), "apigateway:PUT GET DELETE"];

export const tagsOf = (kind: string): Calls[number] => [ec2(kind), "ec2:CreateTags DeleteTags"];
export const lingering: Calls = [
  [everything, "ec2:DescribeNetworkInterfaces"],
  [ec2("network-interface"), "ec2:DetachNetworkInterface DeleteNetworkInterface"],
];
const logs = (group: string) => arn("logs", `log-group:${group}`);
export const log = logs("/aws/lambda/pictor-prod-x");
export const alarm = arn("cloudwatch", "alarm:pictor-prod-x");
export const target = arn("application-autoscaling", "scalable-target/x");
export const topic = arn("sns", "pictor-prod-x");
export const rule = arn("events", "rule/pictor-prod-x");
export const fn = arn("lambda", `function:${prod.predictFunction}`);
export const controller = arn("lambda", `function:${prod.capacityFunction}`);
export const schedule = arn("scheduler", `schedule/default/${prod.capacityFunction}`);
export const machine = arn("states", `stateMachine:${prod.jobs.transform}`);
export const parameter = arn("ssm", `parameter${prod.capacityParameters.state}`);
export const sagemaker = (kind: string) => arn("sagemaker", `${kind}/pictor-prod-x`);
export const webAcl = arn("wafv2", `regional/webacl/${prod.api}/x`);
export const stage = api("restapis/x/stages/v1");
export const sagemakerTags = "AddTags ListTags DeleteTags";
export const tagging = "ListTagsForResource TagResource UntagResource";
