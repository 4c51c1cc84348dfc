import { block } from "../resources/attributes";
import { configuredAddress, type Resource } from "../resources/resource";
import { hoursPerMonth } from "../scenario/traffic";
import { cronTimes } from "./cron";
import { isCalledByMachine } from "./job-machines";
import type { Surroundings } from "./surroundings";
import { amount } from "./usage";

const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** Calls in a month, and how they come about. */
export interface ScheduledCalls {
  readonly count: number;
  /** `730 h ÷ 1 min`. */
  readonly basis: string;
}

/** Returns how often a schedule comes in a month; undefined where that cannot be counted. */
export function callsOf(expression: string): ScheduledCalls | undefined {
  const cron = cronTimes(expression);
  if (cron !== undefined) {
    return {
      count: cron.perDay * cron.days,
      basis: `${amount(cron.perDay)} × ${amount(cron.days)} days`,
    };
  }
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = Number(count) * (minutesOf[unit] ?? Number.NaN);
  if (!(minutes > 0)) return undefined;
  return {
    count: (hoursPerMonth * 60) / minutes,
    basis: `${hoursPerMonth} h ÷ ${amount(minutes)} min`,
  };
}

/** Returns how often schedules of EventBridge call a function in a month; undefined where none does. */
export function scheduledCallsOf(fn: Resource, around: Surroundings): ScheduledCalls | undefined {
  const calls = around
    .all("aws_scheduler_schedule")
    .filter((schedule) => isTarget(fn, schedule))
    .flatMap(({ values }) => callsOf(String(values.schedule_expression ?? "")) ?? []);
  const [first] = calls;
  if (first === undefined) return undefined;
  return {
    count: calls.reduce((sum, { count }) => sum + count, 0),
    basis: calls.map(({ basis }) => basis).join(" + "),
  };
}

/** Functions that requests call, and neither a schedule nor a state machine does. */
export function servingFunctions(around: Surroundings): readonly Resource[] {
  return around
    .all("aws_lambda_function")
    .filter((fn) => scheduledCallsOf(fn, around) === undefined && !isCalledByMachine(fn, around));
}

/** The function by Terraform's reference to it, or by its literal ARN. */
function isTarget(fn: Resource, schedule: Resource): boolean {
  if (schedule.references.target?.includes(configuredAddress(fn.address))) return true;
  const [, name] = /:function:([\w-]+)$/.exec(String(block(schedule.values, "target")?.arn)) ?? [];
  return name !== undefined && name === fn.values.function_name;
}
