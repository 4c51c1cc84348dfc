import {
  type Anticipation,
  type BusyWindow,
  type CapacityRules,
  defaultRules,
  type Warming,
  type Weekday,
  weekdays,
} from "@pictor/capacity";
import { unknownName } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";

/** Rules as the command line has them. */
export interface RuleOptions {
  /** Each `name=number`. */
  readonly rule?: readonly string[];
  /** As `mon-fri 08:00-18:00`, several with commas. */
  readonly schedule?: string;
  /** As `none`, `ping:5` or `provisioned:1`. */
  readonly warm?: string;
  /** Weeks; 0 looks at none. */
  readonly anticipate?: number;
}

/** How far ahead it looks where nobody says it: what the goals of the decision are about. */
const usualAnticipation = { agree: 3, horizonMinutes: 120 };
export const usualWeeks = 4;

/**
 * Returns rules with those of the command line in their place.
 *
 * @param rules of the environment, or the default ones
 * @param timeZone of the hours
 * @throws UserError for what cannot be read; values are judged with the whole policy
 */
export function changedRules(
  rules: CapacityRules,
  options: RuleOptions,
  timeZone: string,
): CapacityRules {
  const { anticipate: before, schedule: hours, ...rest } = withNumbers(rules, options.rule ?? []);
  const anticipate =
    options.anticipate === undefined ? before : anticipation(options.anticipate, timeZone);
  const schedule =
    options.schedule === undefined
      ? hours
      : { timeZone, windows: options.schedule.split(",").map(readWindow) };
  return {
    ...rest,
    ...(anticipate !== undefined && { anticipate }),
    ...(schedule !== undefined && { schedule }),
    ...(options.warm !== undefined && { warm: readWarming(options.warm) }),
  };
}

/** Looking so many weeks back; undefined for none. */
export function anticipation(weeks: number, timeZone: string): Anticipation | undefined {
  if (weeks === 0) return undefined;
  const { agree, horizonMinutes } = usualAnticipation;
  return { weeks, agree: Math.min(weeks, agree), horizonMinutes, timeZone };
}

/** Names of the rules that are numbers. */
const numbers: readonly string[] = Object.entries(defaultRules).flatMap(([name, value]) =>
  typeof value === "number"
    ? [name]
    : Object.entries(value as object).flatMap(([part, number]) =>
        typeof number === "number" ? [`${name}.${part}`] : [],
      ),
);

function withNumbers(rules: CapacityRules, texts: readonly string[]): CapacityRules {
  let changed = rules;
  for (const text of texts) changed = withNumber(changed, text);
  return changed;
}

function withNumber(rules: CapacityRules, text: string): CapacityRules {
  const [name = "", value = ""] = text.split("=").map((part) => part.trim());
  if (!numbers.includes(name)) {
    throw new UserError(unknownName("rule", name, numbers), {
      hint: `use ${numbers.join(", ")}, such as --rule inAfterMinutes=20`,
    });
  }
  const number = value === "" ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) {
    throw new UserError(`rule ${name} must be a number, got '${value}'`, {
      hint: `write it as --rule ${name}=20`,
    });
  }
  const [outer = "", inner] = name.split(".");
  if (inner === undefined) return { ...rules, [outer]: number };
  const parts = rules[outer as keyof CapacityRules] as object;
  return { ...rules, [outer]: { ...parts, [inner]: number } };
}

const windowForm = /^([a-z]{3})(?:-([a-z]{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/;

function readWindow(text: string): BusyWindow {
  const [, first, last, from, to] = windowForm.exec(text.trim().toLowerCase()) ?? [];
  const days = first === undefined ? [] : daysBetween(first, last ?? first);
  if (from === undefined || to === undefined || days.length === 0) {
    throw new UserError(`--schedule must be like 'mon-fri 08:00-18:00', got '${text.trim()}'`, {
      hint: `days are ${weekdays.join(", ")}; several hours are separated by commas`,
    });
  }
  return { days, from, to };
}

/** Days from one to another, over the weekend where need be; none where one is not a day. */
function daysBetween(first: string, last: string): readonly Weekday[] {
  const names: readonly string[] = weekdays;
  const [from, to] = [names.indexOf(first), names.indexOf(last)];
  if (from < 0 || to < 0) return [];
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => weekdays[(from + index) % 7] as Weekday);
}

function readWarming(text: string): Warming {
  const [kind, number] = text.split(":");
  const count = /^\d+$/.test(number ?? "") ? Number(number) : undefined;
  if (text === "none") return { kind: "none" };
  if (kind === "ping" && count !== undefined) return { kind, everyMinutes: count };
  if (kind === "provisioned" && count !== undefined) return { kind, count };
  throw new UserError(`--warm must be none, ping:<minutes> or provisioned:<count>, got '${text}'`, {
    hint: "for example --warm ping:5",
  });
}
