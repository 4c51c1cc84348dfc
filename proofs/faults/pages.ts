import type { Synthesised } from "@pictor/testing";
import { withoutBeginning } from "./alarm-name";

interface Composite {
  readonly alarm_name: string;
  readonly alarm_rule: string;
  readonly alarm_actions: readonly string[];
  readonly actions_suppressor?: { readonly alarm: string };
}

interface Resources {
  readonly aws_cloudwatch_metric_alarm: Readonly<Record<string, { readonly alarm_name: string }>>;
  readonly aws_cloudwatch_composite_alarm: Readonly<Record<string, Composite>>;
}

/**
 * Names of the composite alarms that page while these alarms ring, without their beginning: those whose action is the
 * page's topic and that no other one keeps silent.
 */
export function pages(stack: Synthesised, ringing: readonly string[]): readonly string[] {
  const { resource }: { resource: Resources } = JSON.parse(stack.text());
  const children = Object.entries(resource.aws_cloudwatch_metric_alarm);
  const composites = Object.entries(resource.aws_cloudwatch_composite_alarm);
  const rings = ([, { alarm_rule }]: (typeof composites)[number]) =>
    children.some(
      ([id, { alarm_name }]) =>
        alarm_rule.includes(`aws_cloudwatch_metric_alarm.${id}.`) &&
        ringing.includes(withoutBeginning(alarm_name)),
    );
  const on = composites.filter(rings);
  return on
    .filter(([, { alarm_actions }]) => alarm_actions.some((action) => action.includes("PageTopic")))
    .filter(
      ([, { actions_suppressor: suppressor }]) =>
        !on.some(([id]) => suppressor?.alarm.includes(`aws_cloudwatch_composite_alarm.${id}.`)),
    )
    .map(([, { alarm_name }]) => withoutBeginning(alarm_name));
}
