import type { HazardRule } from "../../hazards/rule";
import { after, text, type Values } from "../../hazards/values";
import type { Change } from "../../plan/change";
import { block, type Facts, lacking, names, present } from "../resources";

/** Errors of API Gateway itself, such as those of an authoriser or an integration, are logged and counted. */
export const stageExecutionLog: HazardRule = {
  id: "stage-execution-log",
  title: "API without execution log and metrics",
  severity: "low",
  mend: "add aws_api_gateway_method_settings with a logging_level and metrics_enabled",
  upstream: ["CKV2_AWS_4", "APIGateway.1", "AwsSolutions-APIG6"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_stage"),
      (stage) =>
        settingsOf(facts, stage).some(
          (settings) =>
            ["ERROR", "INFO"].includes(text(settings, "logging_level")) &&
            settings.metrics_enabled === true,
        ),
      "errors of the gateway itself are neither logged nor counted for all methods",
    ),
};

/** Settings of all methods of a stage. */
function settingsOf(facts: Facts, stage: Change): readonly Values[] {
  const name = text(after(stage), "stage_name");
  return present(facts, "aws_api_gateway_method_settings")
    .filter(
      (settings) =>
        text(after(settings), "stage_name") === name || names(facts, settings, "stage_name", stage),
    )
    .filter((settings) => text(after(settings), "method_path") === "*/*")
    .map((settings) => block(after(settings), "settings"));
}
