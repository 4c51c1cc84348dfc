import { apiExceptions } from "../shared/api-exceptions";
import type { Exception } from "../shared/checkov-exceptions";

/** Every check of Checkov that the service of production may fail: those of its API, which is in a network here, and one. */
export const serviceExceptions: readonly Exception[] = [
  ...apiExceptions.filter(({ check }) => check !== "CKV_AWS_117"),
  {
    check: "CKV2_AWS_5",
    resources: ["aws_security_group.Endpoint_SecurityGroup"],
    reason: "the model has it, by its vpc_config, where Checkov does not look",
  },
];

const controller = ["aws_lambda_function.Controller_Function"];
const withoutVpc =
  "AWS offers it for no serverless endpoint: no VPC, no isolation, no key for its volume";

/** Construct of the only release in the manifest that the plan is made with. */
const release = "Serverless_Release7e02f08851bb";
/** Checkov's check that logs are kept for a year. */
export const yearOfLogs = "CKV_AWS_338";

/** Every check of Checkov that the service of staging, which is adaptive, may fail: those of production, and of what stands beside it. */
export const adaptiveExceptions: readonly Exception[] = [
  ...serviceExceptions,
  {
    check: "CKV_AWS_116",
    resources: controller,
    reason: "a tick that is lost is not repeated: the next one comes within a minute",
  },
  {
    check: "CKV_AWS_117",
    resources: controller,
    reason:
      "it calls AWS's APIs alone, and a VPC would need an interface endpoint for each of them",
  },
  {
    check: "CKV_AWS_272",
    resources: controller,
    reason: "the code's hash is in the plan; a signing profile is an account's own affair",
  },
  {
    check: "CKV2_AWS_34",
    resources: ["Pin", "Spec", "State"].map(
      (name) => `aws_ssm_parameter.pictor_staging_capacity_${name}`,
    ),
    reason: "there is no secret in them, and whoever reads them would need the key (ADR 60)",
  },
  {
    check: "CKV_AWS_297",
    resources: ["aws_scheduler_schedule.Controller_Triggers_Schedule"],
    reason: "the schedule holds the word tick and a time, no data",
  },
  {
    check: "CKV_AWS_98",
    resources: [`aws_sagemaker_endpoint_configuration.${release}_Configuration`],
    reason: withoutVpc,
  },
  {
    check: "CKV_AWS_370",
    resources: [`aws_sagemaker_model.${release}_Model`],
    reason: withoutVpc,
  },
  {
    check: yearOfLogs,
    resources: [
      ...["Api_AccessLogs", "Api_ExecutionLogs", "Api_Firewall_Log", "Controller_Function_Logs"],
      ...["Endpoint_Logs", "Network_Vpc_FlowLog_LogGroup", "Predict_Logs", "Serverless_Logs"],
    ].map((name) => `aws_cloudwatch_log_group.${name}`),
    reason: "staging keeps its logs for 30 days; production keeps them for a year",
  },
];

const logGroups = (names: readonly string[]) =>
  names.map((name) => `aws_cloudwatch_log_group.${name}`);

/** Every check of Checkov that the service of `local` may fail, which is that of production with shorter logs. */
export const localExceptions: readonly Exception[] = [
  ...serviceExceptions,
  {
    check: yearOfLogs,
    resources: logGroups([
      ...["Api_AccessLogs", "Api_ExecutionLogs", "Api_Firewall_Log", "Endpoint_Logs"],
      ...["Network_Vpc_FlowLog_LogGroup", "Predict_Logs"],
    ]),
    reason: "logs of one machine are kept for days; production keeps them for a year",
  },
];

/** Every check of Checkov that the service of development may fail, which is serverless and has no firewall. */
export const serverlessExceptions: readonly Exception[] = [
  ...apiExceptions.filter(({ check }) => check !== "CKV2_AWS_77"),
  {
    check: "CKV2_AWS_29",
    resources: ["aws_api_gateway_stage.Api_Stage"],
    reason: "a firewall costs more than all of development; staging and production have one",
  },
  {
    check: "CKV_AWS_98",
    resources: ["aws_sagemaker_endpoint_configuration.Endpoint_Release7e02f08851bb_Configuration"],
    reason: withoutVpc,
  },
  {
    check: "CKV_AWS_370",
    resources: ["aws_sagemaker_model.Endpoint_Release7e02f08851bb_Model"],
    reason: withoutVpc,
  },
  {
    check: yearOfLogs,
    resources: logGroups(["Api_AccessLogs", "Api_ExecutionLogs", "Endpoint_Logs", "Predict_Logs"]),
    reason: "development keeps its logs for two weeks",
  },
];

/**
 * Checks of logs, alarms and topics that admit no exception, as far as the service has what they judge: keys of the
 * topics and log groups, retention, actions of the alarms.
 */
export const monitoringWithoutException: readonly string[] = [
  ...["CKV_AWS_26", "CKV_AWS_66", "CKV_AWS_158", "CKV_AWS_319", yearOfLogs],
];
