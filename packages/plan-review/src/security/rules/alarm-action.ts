import type { HazardRule } from "../../hazards/rule";
import { after, blocks, isUnknown, text, texts } from "../../hazards/values";
import type { Change } from "../../plan/change";
import { block, type Facts, lacking, names, present } from "../resources";

/** An alarm has an action, is part of a composite alarm, or rolls a deployment back. */
export const alarmAction: HazardRule = {
  id: "alarm-action",
  title: "Alarm without an effect",
  severity: "medium",
  mend: "set alarm_actions, or use the alarm in a composite alarm that has actions",
  upstream: ["CKV_AWS_319", "CloudWatch.15", "CloudWatch.17"],
  find: (facts) =>
    lacking(
      present(facts, "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"),
      (alarm) =>
        after(alarm).actions_enabled !== false &&
        (isUnknown(alarm, "alarm_actions") ||
          texts(after(alarm), "alarm_actions").length > 0 ||
          isPartOfOther(facts, alarm) ||
          rollsBack(facts, alarm)),
      "it has no action, and neither a composite alarm nor a deployment uses it",
    ),
};

function isPartOfOther(facts: Facts, alarm: Change): boolean {
  const name = text(after(alarm), "alarm_name");
  return present(facts, "aws_cloudwatch_composite_alarm").some(
    (composite) =>
      composite !== alarm &&
      (text(after(composite), "alarm_rule").includes(`"${name}"`) ||
        names(facts, composite, "alarm_rule", alarm)),
  );
}

/** Whether a deployment of an endpoint is rolled back by an alarm. */
function rollsBack(facts: Facts, alarm: Change): boolean {
  const name = text(after(alarm), "alarm_name");
  return present(facts, "aws_sagemaker_endpoint").some((endpoint) => {
    const deployment = block(after(endpoint), "deployment_config");
    const rollback = block(deployment, "auto_rollback_configuration");
    return (
      blocks(rollback, "alarms").some((each) => text(each, "alarm_name") === name) ||
      names(facts, endpoint, "deployment_config", alarm)
    );
  });
}
