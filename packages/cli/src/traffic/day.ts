import type { Trace } from "@pictor/capacity";
import { UserError } from "@pictor/terraform";

const minuteMs = 60_000;
const dayMinutes = 1440;

/** Which part of a trace is driven. */
export interface Part {
  /** Its first day, `2026-03-02`, in UTC. @default - the day with the most requests */
  readonly day?: string;
  readonly hours: number;
}

/**
 * Cuts a part out of a trace. A trace that is shorter is taken as it is, from that day on.
 *
 * @throws UserError where the trace has no such day
 */
export function partOf(trace: Trace, { day, hours }: Part): Trace {
  const begin = day === undefined ? busiestDay(trace) : indexOfDay(trace, day);
  return {
    name: trace.name,
    startsAt: trace.startsAt + begin * minuteMs,
    requests: trace.requests.slice(begin, begin + hours * 60),
  };
}

function indexOfDay({ name, requests, startsAt }: Trace, day: string): number {
  const at = Date.parse(`${day}T00:00Z`);
  const begin = (at - startsAt) / minuteMs;
  if (Number.isInteger(begin) && begin >= 0 && begin < requests.length) return begin;
  const [first, last] = [startsAt, startsAt + (requests.length - 1) * minuteMs].map((time) =>
    new Date(time).toISOString().slice(0, 10),
  );
  throw new UserError(`the trace '${name}' has no day ${day}, it is from ${first} to ${last}`, {
    hint: "a day is written like 2026-03-02 and begins at midnight, UTC",
  });
}

/** Begin of the day with the most requests, in minutes from the begin of the trace. */
function busiestDay({ requests }: Trace): number {
  let best = 0;
  let most = -1;
  for (let begin = 0; begin < requests.length; begin += dayMinutes) {
    const sum = requests
      .slice(begin, begin + dayMinutes)
      .reduce((total, count) => total + count, 0);
    if (sum > most) [best, most] = [begin, sum];
  }
  return best;
}
