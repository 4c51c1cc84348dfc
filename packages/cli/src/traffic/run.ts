import type { Trace } from "@pictor/capacity";
import { UserError } from "@pictor/terraform";
import { minuteText } from "../capacity/times";
import type { TrafficOptions } from "../commands/traffic";
import { localAccess } from "../run/api/local-access";
import { readPicture } from "../run/api/picture";
import type { Display } from "../run/display/display";
import { abortOnSignals } from "../run/interrupt";
import { findRunning } from "../run/running";
import { findTrace } from "../simulate/read-trace";
import { smokePicture } from "../status/model-facts";
import { partOf } from "./day";
import { drive } from "./drive";
import { sendTimes } from "./schedule";
import { requireLoopback, sendPicture } from "./send";
import { renderTraffic, type TrafficResult } from "./tally";

/** Requests under way at most: as many as a local AWS has sockets and patience for. */
const mostAtOnce = 256;
const progressMs = 2_000;

/** Runs `pictor traffic`. */
export async function runTraffic(
  nameOrFile: string,
  options: TrafficOptions,
  display: Display,
): Promise<void> {
  const { day, hours, image, peak: peakRps, speed } = options;
  const trace = partOf(findTrace(nameOrFile), { ...(day !== undefined && { day }), hours });
  const run = findRunning();
  const access = await localAccess(run);
  requireLoopback(access.url);
  const picture = new Uint8Array(readPicture(image ?? smokePicture(run)));
  const plan = sendTimes(trace, { speed, ...(peakRps !== undefined && { peakRps }) });
  if (plan.times.length === 0) throw nothingToSend(trace, speed);
  display.note(describePlan(trace, speed, plan.times.length, plan.durationMs));
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  try {
    const result = await drive({
      ...plan,
      send: () => sendPicture(access, picture),
      mostAtOnce,
      signal: controller.signal,
      progressMs,
      onProgress: (elapsedMs, sofar) =>
        display.note(`${timeIn(trace, elapsedMs * speed)}  ${renderTraffic(sofar)}`),
    });
    const ended = { trace: trace.name, planned: plan.times.length, ...result };
    display.result(ended, renderTraffic(result));
    controller.signal.throwIfAborted();
    refuseSilence(result, access.url);
  } finally {
    stopListening();
    display.close();
  }
}

function describePlan(trace: Trace, speed: number, count: number, durationMs: number): string {
  const minutes = trace.requests.length;
  const seconds = Math.ceil(durationMs / 1000);
  return `'${trace.name}' from ${minuteText(trace.startsAt)}, ${(minutes / 60).toFixed(1)} h at ${speed} times its speed: ${count} requests in ${seconds} s, until Ctrl-C`;
}

/** Returns the time of day in the trace, `hh:mm` in UTC. */
function timeIn({ startsAt }: Trace, elapsedMs: number): string {
  return new Date(startsAt + elapsedMs).toISOString().slice(11, 16);
}

function nothingToSend({ name }: Trace, speed: number): UserError {
  return new UserError(
    `at --speed ${speed}, less than one request of '${name}' remains to be sent`,
    {
      hint: "give a lower --speed or a higher --peak: --speed shortens the time, the rate stays that of the trace",
    },
  );
}

/** Throws if no request was answered at all. Single refused requests are not a failure. */
function refuseSilence({ byStatus, sent }: TrafficResult, url: string): void {
  const answered = Object.keys(byStatus).some((status) => /^\d+$/.test(status));
  if (sent === 0 || answered) return;
  throw new UserError(`the API at ${url} answered none of ${sent} requests`, {
    hint: "'pictor status' shows what runs",
  });
}
