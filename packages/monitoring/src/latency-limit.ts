import { type Calibration, isToken, latestCalibration, printed } from "@pictor/contracts";
import type { LatencyLimit, WatchedEndpoint } from "./watched";

/** A release that takes twice as long as it did when it was measured is not the same release any more. */
const factor = 2;

/**
 * The limit of a model's p99 latency: twice what was measured of the release on the target, as the slowest caller saw
 * it; where nothing was measured on AWS, half of the time that the router gives a call.
 *
 * @param target as the calibration's rows name it: an instance type, or `serverless-<memory in MB>`
 * @param timeoutMs time that the router gives a call
 */
export function latencyLimit(
  calibration: readonly Calibration[],
  target: string,
  timeoutMs: number,
): LatencyLimit {
  const latest = latestCalibration(calibration, target);
  if (latest === undefined) {
    return {
      milliseconds: timeoutMs / 2,
      reason: `half of the ${timeoutMs} ms that a call may take: the release was not measured on ${target}`,
      calibrated: false,
    };
  }
  return {
    milliseconds: factor * latest.p99Ms,
    reason: `${factor} times the p99 of ${latest.p99Ms} ms that was measured on ${latest.target} on ${latest.date}`,
    calibrated: true,
  };
}

/** What synthesis says of a latency that was not measured. */
export function uncalibratedWarning({ endpointName, latency }: WatchedEndpoint): string {
  const { milliseconds, reason } = latency;
  const why = isToken(reason) ? "" : `: ${reason}`;
  return `the latency alarm of endpoint ${printed(endpointName)} goes off at ${milliseconds} ms${why}; a row of the release's calibration for it would give the limit`;
}
