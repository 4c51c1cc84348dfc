import { type CapacityMemory, minuteAt, type Observation } from "../observation";
import { type CapacityPolicy, metricLagMinutes } from "../policy/policy";
import { idleUsdPerMinute, realTimeUsd, serverlessUsd } from "../policy/prices";
import { leavingMinutes } from "../policy/rent-or-buy";
import { requestsAt } from "./window";
import { minutesBetween } from "./words";

type Stay = NonNullable<CapacityMemory["stay"]>;

/** Returns the stay on instances to remember while the endpoint is in service. */
export function stayOf(observation: Observation, policy: CapacityPolicy): Stay {
  const { memory, now } = observation;
  const { creation } = memory;
  const stay: Stay = memory.stay ?? {
    since: now,
    ...(creation !== undefined && { askedAt: creation.at }),
  };
  const isKnown = minutesBetween(stay.since, now) > metricLagMinutes;
  if (stay.leastMinutes !== undefined || !isKnown) return stay;
  return { ...stay, leastMinutes: leastMinutes(observation, policy, stay) };
}

/**
 * Returns the least minutes of a stay. The extra cost of serverless since the reason began is the price already paid;
 * instances stay until they have cost as much, less the minutes that leaving takes. With shorter stays, each of many
 * short bursts would again be paid on serverless first.
 */
function leastMinutes(observation: Observation, policy: CapacityPolicy, stay: Stay): number {
  const { minimumDwellMinutes, outAfterMinutes, prices } = policy;
  if (stay.askedAt === undefined) return minimumDwellMinutes.realTime;
  const from = Math.max(
    stay.askedAt - (outAfterMinutes.cost + metricLagMinutes) * 60_000,
    observation.memory.leftAt ?? 0,
  );
  let excess = 0;
  for (let index = observation.requests.length - 1; index >= 0; index -= 1) {
    const at = minuteAt(observation.now, index);
    if (at < from || at >= stay.since) continue;
    const requests = requestsAt(observation, index) ?? 0;
    const difference = serverlessUsd(prices, requests) - realTimeUsd(prices, requests, 1);
    excess = Math.max(0, excess + difference);
  }
  const owed = Math.ceil(excess / idleUsdPerMinute(prices)) - leavingMinutes;
  return Math.max(minimumDwellMinutes.realTime, owed);
}

/** Returns the minutes that a stay must still last; 0 or less if it may end. */
export function minutesToStay(stay: Stay, now: number, policy: CapacityPolicy): number {
  const least = stay.leastMinutes ?? policy.minimumDwellMinutes.realTime;
  return Math.ceil(least - (now - stay.since) / 60_000);
}
