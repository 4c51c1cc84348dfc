import { setTimeout as pause } from "node:timers/promises";
import type { SendTimes } from "./schedule";
import { type Answer, Tally, type TrafficResult } from "./tally";

/** How requests are sent. */
export interface DriveProps extends SendTimes {
  readonly send: () => Promise<Answer>;
  /** Requests under way at most: those beyond wait, and count as late. */
  readonly mostAtOnce: number;
  /** Ends the sending; what is under way is waited for. */
  readonly signal: AbortSignal;
  /** Called every so often, with the milliseconds since the begin. */
  readonly onProgress: (elapsedMs: number, result: TrafficResult) => void;
  readonly progressMs: number;
}

/** Delay from which a request counts as late. */
const lateMs = 1_000;

/** Sends each request at its time, whether the ones before were answered or not, and counts the answers. */
export async function drive(props: DriveProps): Promise<TrafficResult> {
  const { durationMs, mostAtOnce, onProgress, progressMs, send, signal, times } = props;
  const tally = new Tally();
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  const progress = setInterval(() => onProgress(elapsed(), tally.result), progressMs);
  const until = async (at: number): Promise<void> => {
    const left = at - elapsed();
    if (left > 0) await pause(left, undefined, { signal }).catch(() => undefined);
  };
  try {
    for (const at of times) {
      await until(at);
      while (underWay.size >= mostAtOnce && !signal.aborted) await Promise.race(underWay);
      if (signal.aborted) break;
      if (elapsed() - at > lateMs) tally.late += 1;
      const one = send().then((answer) => {
        tally.add(answer);
        underWay.delete(one);
      });
      underWay.add(one);
    }
    await until(durationMs);
    await Promise.all(underWay);
  } finally {
    clearInterval(progress);
  }
  return tally.result;
}
