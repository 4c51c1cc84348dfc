import type { Exception } from "../shared/checkov-exceptions";
import { yearOfLogs } from "./service-exceptions";

const each = (type: string, part: string): readonly string[] =>
  ["Batch", "Training"].map((kind) => `${type}.${kind}_${part}`);
const functions = each("aws_lambda_function", "Function");

/** Every check of Checkov that the jobs of development may fail. */
export const jobsExceptions: readonly Exception[] = [
  {
    check: "CKV_AWS_116",
    resources: functions,
    reason: "a state machine calls it and waits: no call is asynchronous",
  },
  {
    check: "CKV_AWS_117",
    resources: functions,
    reason: "it calls S3 alone; development has no network",
  },
  {
    check: "CKV_AWS_272",
    resources: functions,
    reason: "the code's hash is in the plan; a signing profile is an account's own affair",
  },
  {
    check: "CKV_AWS_285",
    resources: each("aws_sfn_state_machine", "Machine"),
    reason: "a run's input and output name pictures, whose names may tell whose they are",
  },
  {
    check: yearOfLogs,
    resources: [
      ...each("aws_cloudwatch_log_group", "Function_Logs"),
      ...each("aws_cloudwatch_log_group", "Machine_Logs"),
    ],
    reason: "development keeps its logs for two weeks",
  },
];
