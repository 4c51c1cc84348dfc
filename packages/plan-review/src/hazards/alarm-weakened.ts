import type { Change } from "../plan/change";
import type { HazardRule } from "./rule";
import { after, before, falls, isChanged, isUnknown, rises, text, texts } from "./values";

const types = new Set(["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"]);

/** An alarm that will not ring where it rang. */
export const alarmWeakened: HazardRule = {
  id: "alarm-weakened",
  title: "Alarm removed or loosened",
  severity: "medium",
  mend: "say in the change what watches for the same trouble instead",
  find: ({ changes }) =>
    changes
      .filter(({ type }) => types.has(type))
      .flatMap((change) => {
        if (change.kind === "destroy") {
          return [{ change, severity: "high" as const, reason: "the alarm is removed" }];
        }
        return isChanged(change) ? weakenings(change).map((reason) => ({ change, reason })) : [];
      }),
};

function weakenings(change: Change): readonly string[] {
  const was = before(change);
  const is = after(change);
  const lostActions =
    texts(was, "alarm_actions").length > 0 &&
    texts(is, "alarm_actions").length === 0 &&
    !isUnknown(change, "alarm_actions");
  const missing = "treat_missing_data";
  return [
    ...(was.actions_enabled !== false && is.actions_enabled === false
      ? ["its actions are switched off"]
      : []),
    ...(lostActions ? ["it notifies nobody any more"] : []),
    ...(isLooser(change)
      ? [`threshold goes from ${was.threshold} to ${is.threshold}: it rings at worse values only`]
      : []),
    ...["evaluation_periods", "datapoints_to_alarm", "period"]
      .filter((name) => rises(change, name))
      .map((name) => `${name} goes from ${was[name]} to ${is[name]}: it rings later`),
    ...(text(was, missing) === "breaching" && text(is, missing) !== "breaching"
      ? [`${missing} goes from breaching to ${text(is, missing)}`]
      : []),
  ];
}

/** Whether the threshold moves away from the values at which the alarm rings. */
function isLooser(change: Change): boolean {
  const operator = text(after(change), "comparison_operator");
  return (
    (operator.startsWith("Greater") && rises(change, "threshold")) ||
    (operator.startsWith("Less") && falls(change, "threshold"))
  );
}
