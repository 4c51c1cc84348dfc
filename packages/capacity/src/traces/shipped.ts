import { zoneOffset } from "../time/zone";
import { poisson, type Random, seeded } from "./random";
import { minutesPerYear, type Trace } from "./trace";

/** Time zone of the people in the shipped traces. */
export const traceTimeZone = "Europe/Berlin";

/** A local time, for the rate of a minute. */
interface LocalTime {
  /** Hours since midnight, with fractions. */
  readonly hour: number;
  /** Monday is 0. */
  readonly weekday: number;
  /** Days since 1970. */
  readonly day: number;
  /** Minutes since the begin of the trace. */
  readonly minute: number;
}

type RateOf = (time: LocalTime) => number;

/** Creates a trace's rate function, requests a second. The seed determines the differences between days. */
type Shape = (random: Random, minutes: number) => RateOf;

/** Names of the shipped traces. */
export const shippedTraces = [
  "flat",
  "office-hours",
  "evening-peak",
  "flash-crowd",
  "trickle",
  "seed",
] as const;

/** Name of a trace that this package ships. */
export type ShippedTrace = (typeof shippedTraces)[number];

const shapes: Readonly<Record<ShippedTrace, Shape>> = {
  /** 6 requests/s, day and night. */
  flat: () => () => 6,
  /** 9 requests/s from 8 to 18 on weekdays, fewer at noon, hardly any at night. */
  "office-hours": (random) => {
    const levels = daily(random, 0.15);
    return ({ day, hour, weekday }) => {
      const ramp = Math.min(1, Math.max(0, (hour - 7.75) * 2), Math.max(0, (18.25 - hour) * 2));
      const noon = 1 - 0.25 * Math.exp(-((hour - 12.5) ** 2));
      return 0.05 + (weekday < 5 ? 9 * levels(day) * ramp * noon : 0);
    };
  },
  /** Up to 12 requests/s from 17:30 to 23:30 each day. */
  "evening-peak": (random) => {
    const levels = daily(random, 0.15);
    return ({ day, hour }) => {
      const phase = (hour - 17.5) / 6;
      const bump = phase > 0 && phase < 1 ? Math.sin(Math.PI * phase) : 0;
      return 0.4 + 12 * levels(day) * bump;
    };
  },
  /** 20 times a year within three minutes up to 20 to 60 requests/s, which halve every 45 minutes. */
  "flash-crowd": (random, minutes) => {
    const count = Math.max(1, Math.round((20 * minutes) / minutesPerYear));
    const crowds = Array.from({ length: count }, () => ({
      at: Math.floor(random() * minutes),
      most: 20 + 40 * random(),
    }));
    return ({ minute }) =>
      crowds.reduce((sum, { at, most }) => {
        const age = minute - at;
        if (age < 0 || age > 600) return sum;
        return sum + most * Math.min(1, (age + 1) / 3) * 0.5 ** (Math.max(0, age - 3) / 45);
      }, 0.3);
  },
  /** 72 requests an hour. */
  trickle: () => () => 0.02,
  /** A million a month: 0.38 requests/s on average, more by day, fewer at the weekend. */
  seed: () => {
    const average = 1_000_000 / (730 * 3600);
    return ({ hour, weekday }) =>
      average *
      // The factors' mean over a week is 1.
      (1 + 0.8 * Math.sin((Math.PI * (hour - 8)) / 12)) *
      (weekday < 5 ? 1.16 : 0.6);
  },
};

/** A factor about 1 for each day. */
function daily(random: Random, spread: number): (day: number) => number {
  const factors = new Map<number, number>();
  return (day) => {
    const known = factors.get(day);
    if (known !== undefined) return known;
    const factor = 1 + spread * (2 * random() - 1);
    factors.set(day, factor);
    return factor;
  };
}

/** Begin of the shipped traces. */
const startsAt = Date.UTC(2026, 0, 1);

/** Returns a shipped trace: a year of minutes, the same from the same seed. */
export function shippedTrace(
  name: ShippedTrace,
  {
    minutes = minutesPerYear,
    seed = 1,
  }: { readonly minutes?: number; readonly seed?: number } = {},
): Trace {
  const random = seeded(seed);
  const rateOf: RateOf = shapes[name](random, minutes);
  const requests = Array.from({ length: minutes }, (_, minute) => {
    const at = startsAt + minute * 60_000;
    const local = at + zoneOffset(traceTimeZone, at);
    const day = Math.floor(local / 86_400_000);
    // 1970-01-01 was a Thursday.
    const time = { minute, day, weekday: (day + 3) % 7, hour: (local % 86_400_000) / 3_600_000 };
    return poisson(rateOf(time) * 60, random);
  });
  return { name, startsAt, requests };
}
