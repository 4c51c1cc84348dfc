import { tzOffset } from "@date-fns/tz";
import { printed } from "@pictor/contracts";

/** Problems of a time zone's name in the prop `prop`; empty if valid. */
export function zoneProblems(prop: string, timeZone: string): readonly string[] {
  const isKnown = timeZone !== "" && !Number.isNaN(tzOffset(timeZone, new Date(0)));
  return isKnown
    ? []
    : [
        `${prop} must be the name of an IANA time zone such as 'Europe/Berlin', got ${printed(timeZone)}`,
      ];
}

const hour = 3_600_000;

/** Cache of offsets: a lookup takes microseconds, and a year has 525,600 minutes. */
const offsets = new Map<string, Map<number, number>>();
const mostCached = 50_000;

/**
 * Returns the milliseconds by which a time zone is ahead of UTC.
 *
 * @param at time in milliseconds since 1970
 */
export function zoneOffset(timeZone: string, at: number): number {
  // Every change of a zone's offset since 1970 is at a quarter of an hour.
  const quarter = Math.floor(at / (hour / 4));
  const ofZone = offsets.get(timeZone) ?? new Map<number, number>();
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  const offset = tzOffset(timeZone, new Date(quarter * (hour / 4))) * 60_000;
  if (Number.isNaN(offset)) throw new Error(zoneProblems("timeZone", timeZone)[0]);
  if (ofZone.size >= mostCached) ofZone.clear();
  ofZone.set(quarter, offset);
  offsets.set(timeZone, ofZone);
  return offset;
}

/** Returns the same local time some weeks earlier, also across a daylight-saving change. */
export function weeksEarlier(timeZone: string, at: number, weeks: number): number {
  const earlier = at - weeks * 7 * 24 * hour;
  return earlier + zoneOffset(timeZone, at) - zoneOffset(timeZone, earlier);
}
