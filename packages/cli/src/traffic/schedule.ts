import type { Trace } from "@pictor/capacity";

/** How a trace is played. */
export interface Pace {
  /** Seconds of the trace in a second. The rate stays that of the trace: the time is shorter, and so are its requests fewer. */
  readonly speed: number;
  /** Requests a second of the busiest minute. @default - as the trace has it */
  readonly peakRps?: number;
}

/** When each request is sent, milliseconds from the begin, and how long it takes in all. */
export interface SendTimes {
  readonly times: readonly number[];
  readonly durationMs: number;
}

/** Returns when to send requests for a trace: evenly within a minute, at the rate that the trace has then. */
export function sendTimes({ requests }: Trace, { speed, peakRps }: Pace): SendTimes {
  const busiest = requests.reduce((most, count) => Math.max(most, count), 0) / 60;
  const scale = peakRps === undefined || busiest === 0 ? 1 : peakRps / busiest;
  const minuteMs = 60_000 / speed;
  const times: number[] = [];
  let counted = 0;
  requests.forEach((count, minute) => {
    const [from, to] = [counted, counted + count].map((sum) => (sum * scale) / speed) as [
      number,
      number,
    ];
    counted += count;
    // The n-th request is due when n of them have added up: a minute with less than one adds to the next one's.
    for (let n = Math.floor(from) + 1; n <= to; n += 1) {
      times.push((minute + (n - from) / (to - from)) * minuteMs);
    }
  });
  return { times, durationMs: requests.length * minuteMs };
}
