import type { Exception } from "./checkov-exceptions";

const stage = ["aws_api_gateway_stage.Api_Stage"];
const lambda = ["aws_lambda_function.Predict"];

/** Every check of Checkov that the API's stack may fail. */
export const apiExceptions: readonly Exception[] = [
  {
    check: "CKV2_AWS_51",
    resources: stage,
    reason: "a client certificate says nothing to a Lambda function, which no network reaches",
  },
  {
    check: "CKV2_AWS_77",
    resources: stage,
    reason:
      "it wants AWS's list of anonymous addresses, which blocks clients in data centres: those an API is for",
  },
  {
    check: "CKV_AWS_116",
    resources: lambda,
    reason: "a queue for dead letters gets asynchronous invocations only; a gateway's are not",
  },
  {
    check: "CKV_AWS_117",
    resources: lambda,
    reason: "this stack has no network; where the environment has one the function is in it",
  },
  {
    check: "CKV_AWS_120",
    resources: stage,
    reason: "each picture is another: a cache would cost and never hit",
  },
  {
    check: "CKV_AWS_225",
    resources: ["aws_api_gateway_method_settings.Api_MethodSettings"],
    reason: "each picture is another: a cache would cost and never hit",
  },
  {
    check: "CKV_AWS_272",
    resources: lambda,
    reason: "the code's hash is in the plan; a signing profile is an account's own affair",
  },
];
