import { assumedRps, latestCalibration, type Release } from "@pictor/contracts";
import type { Traffic } from "../scenario/traffic";

/** What the estimate needs of the release that serves. */
export type ServedRelease = Pick<Release, "calibration" | "format">;

/** A latency in milliseconds, and where it comes from. */
export interface Latency {
  readonly ms: number;
  /** Set where nobody measured it. */
  readonly assumption?: string;
}

/** What a function adds to the model's latency where the scenario says nothing, in milliseconds. */
const assumedFunctionMs = 30;

/**
 * Returns the time that a model takes for a picture: the scenario's, else the median of the release's calibration on
 * that capacity, else an assumption.
 *
 * @param capacity `serverless-<memory in MB>` or an instance type, as a calibration names it
 */
export function modelLatency(traffic: Traffic, release: ServedRelease, capacity: string): Latency {
  if (traffic.latencyMs !== undefined) return { ms: traffic.latencyMs };
  const measured = latestCalibration(release.calibration, capacity);
  if (measured !== undefined) return { ms: measured.p50Ms };
  const ms = Math.round(1000 / assumedRps.perCore[release.format]);
  return { ms, assumption: `${ms} ms for a picture: this release was not measured on ${capacity}` };
}

/** Returns the time that a function is billed for. */
export function functionLatency(traffic: Traffic, release: ServedRelease): Latency {
  if (traffic.functionMs !== undefined) return { ms: traffic.functionMs };
  const model = modelLatency(traffic, release, "the endpoint");
  const ms = model.ms + assumedFunctionMs;
  return { ms, assumption: `${ms} ms for an invocation: the model and ${assumedFunctionMs} ms` };
}
