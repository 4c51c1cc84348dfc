import { daysPerMonth } from "../scenario/traffic";

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/** Times in a month that a cron expression of EventBridge comes. */
export interface CronTimes {
  readonly perDay: number;
  /** Days of the month, on average. */
  readonly days: number;
}

/**
 * Returns how often a cron expression comes in a month; undefined of one that names days of the month, months or years.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based (read 2026-11)
 */
export function cronTimes(expression: string): CronTimes | undefined {
  const [, minutes = "", hours = "", day = "", month, weekday = "", year] =
    /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression) ?? [];
  if (!["*", "?"].includes(day) || month !== "*" || year !== "*") return undefined;
  const perHour = valuesIn(minutes, 0, 59);
  const hoursOfDay = valuesIn(hours, 0, 23);
  // AWS counts the days of the week from 1, Sunday.
  const numbered = weekday.replaceAll(/[A-Z]{3}/g, (name) =>
    String(weekdays.indexOf(name as (typeof weekdays)[number]) + 1),
  );
  const daysOfWeek = numbered === "?" ? 7 : valuesIn(numbered, 1, 7);
  if (perHour === undefined || hoursOfDay === undefined || daysOfWeek === undefined) {
    return undefined;
  }
  return { perDay: perHour * hoursOfDay, days: (daysPerMonth * daysOfWeek) / 7 };
}

/** Number of values that a field allows: `*`, a number, `1,15`, `9-17`, `0/15`; undefined of anything else. */
function valuesIn(field: string, from: number, to: number): number | undefined {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [, first, last, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (first === undefined || step === "0") return undefined;
    const begin = first === "*" ? from : Number(first);
    const isSingle = first !== "*" && last === undefined && step === undefined;
    const end = isSingle ? begin : Number(last ?? to);
    if (begin < from || end > to || begin > end) return undefined;
    for (let value = begin; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return found.size;
}
