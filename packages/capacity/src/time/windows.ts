import { printed } from "@pictor/contracts";
import { type BusyWindow, type Schedule, weekdays } from "../policy/policy";
import { zoneOffset } from "./zone";

const day = 86_400_000;
const minute = 60_000;
const form = /^([01]\d|2[0-4]):([0-5]\d)$/;

/** Problems of a window, which is the prop `prop`; empty if valid. */
export function windowProblems(prop: string, { days, from, to }: BusyWindow): readonly string[] {
  const wrong = Object.entries({ from, to }).filter(
    ([, time]) => !form.test(time) || minutesOf(time) > 1440,
  );
  return [
    ...(days.length === 0 ? [`${prop}.days must have at least one day, got none`] : []),
    ...wrong.map(
      ([name, time]) =>
        `${prop}.${name} must be a time such as '08:00', at most '24:00', got ${printed(time)}`,
    ),
    ...(wrong.length === 0 && minutesOf(from) >= minutesOf(to)
      ? [
          `${prop}.to must be later than from '${from}', got '${to}': use two windows across midnight`,
        ]
      : []),
  ];
}

/** A window on one day, in milliseconds since 1970. */
export interface Occurrence {
  readonly from: number;
  readonly to: number;
}

/** Returns the window that is open at a time, or the next one within a week; undefined if there is none. */
export function openOrNext(schedule: Schedule, at: number): Occurrence | undefined {
  const localMidnight = Math.floor((at + zoneOffset(schedule.timeZone, at)) / day) * day;
  // Begins with the day before: a window may end after midnight in UTC, and daylight saving moves it by an hour.
  for (let offset = -1; offset <= 7; offset += 1) {
    const found = onDay(schedule, localMidnight + offset * day)
      .filter(({ to }) => to > at)
      .sort((a, b) => a.from - b.from)[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function onDay({ timeZone, windows }: Schedule, midnight: number): readonly Occurrence[] {
  // 1970-01-01 was a Thursday.
  const weekday = weekdays[(Math.round(midnight / day) + 3) % 7];
  return windows
    .filter(({ days }) => days.some((each) => each === weekday))
    .map(({ from, to }) => ({
      from: utcOf(timeZone, midnight + minutesOf(from) * minute),
      to: utcOf(timeZone, midnight + minutesOf(to) * minute),
    }));
}

/** Returns the instant of a local time. A time that the clock skips uses the offset before the shift. */
function utcOf(timeZone: string, local: number): number {
  const guess = local - zoneOffset(timeZone, local);
  const exact = local - zoneOffset(timeZone, guess);
  return exact + zoneOffset(timeZone, exact) === local
    ? exact
    : local - zoneOffset(timeZone, local - day);
}

function minutesOf(time: string): number {
  const [, hours = "0", minutes = "0"] = form.exec(time) ?? [];
  return Number(hours) * 60 + Number(minutes);
}
