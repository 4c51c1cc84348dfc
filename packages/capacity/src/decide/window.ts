import { minuteAt, type Observation } from "../observation";
import { type CapacityPrices, realTimeUsd, serverlessUsd } from "../policy/prices";

/** Sums over the newest minutes of an observation. */
export interface WindowSums {
  readonly minutes: number;
  /** Minutes without data. */
  readonly unknown: number;
  /** Requests of the known minutes. */
  readonly requests: number;
  /** Requests a second of the busiest known minute. */
  readonly peakRps: number;
  /** Requests a second on average; unknown minutes count as idle. */
  readonly rps: number;
  /** US dollars of the requests on serverless. */
  readonly serverlessUsd: number;
  /** US dollars of the instances that the requests need; unknown minutes count as idle. */
  readonly realTimeUsd: number;
}

/**
 * Returns the requests of a minute; `undefined` if they are unknown.
 *
 * AWS publishes no data if there was no request, and no data if publishing failed. The heartbeat distinguishes the two
 * cases: it comes from the same call, so if the heartbeat has data and the requests have none, there was no request.
 */
export function requestsAt(observation: Observation, index: number): number | undefined {
  return observation.requests[index] ?? (observation.heartbeats[index] === true ? 0 : undefined);
}

/**
 * Returns the sums of the newest minutes.
 *
 * @param since minutes that begin before this time count as idle. @default - all count
 */
export function sumsOf(
  observation: Observation,
  prices: CapacityPrices,
  minutes: number,
  since: number = Number.NEGATIVE_INFINITY,
): WindowSums {
  let unknown = 0;
  let requests = 0;
  let peak = 0;
  let usd = 0;
  const newest = minuteAt(observation.now, 0);
  for (let index = 0; index < minutes; index += 1) {
    const counted = newest - index * 60_000 >= since ? requestsAt(observation, index) : 0;
    if (counted === undefined) unknown += 1;
    const count = counted ?? 0;
    requests += count;
    if (count > peak) peak = count;
    usd += realTimeUsd(prices, count, 1);
  }
  return {
    minutes,
    unknown,
    requests,
    peakRps: peak / 60,
    rps: minutes === 0 ? 0 : requests / (minutes * 60),
    serverlessUsd: serverlessUsd(prices, requests),
    realTimeUsd: usd,
  };
}
