import type { Observation } from "../observation";
import type { CapacityPolicy, Threshold } from "../policy/policy";
import type { Grounds } from "./decision";
import { sumsOf } from "./window";
import { rate, usd } from "./words";

/**
 * Returns the first reason to create instances that held for its `outAfter`; undefined if none did.
 *
 * The cost reason compares sums of money, not single minutes: a rate of ten times the break-even is a reason after a
 * tenth of the time, and short bursts add up. Unknown minutes count as idle: a reason that holds with zero requests in
 * them holds with any. Minutes before the last deletion count as idle too, since instances served their requests.
 */
export function outReason(observation: Observation, policy: CapacityPolicy): Grounds | undefined {
  for (const threshold of policy.thresholds) {
    const minutes = policy.outAfterMinutes[threshold.kind];
    const sums = sumsOf(observation, policy.prices, minutes, observation.memory.leftAt);
    const isHolding =
      threshold.kind === "cost"
        ? sums.requests > 0 && sums.serverlessUsd >= sums.realTimeUsd
        : sums.rps >= threshold.rps;
    if (isHolding) return grounds(threshold, sums, `over ${sums.minutes} min`);
  }
  return undefined;
}

/** Returns why instances stay: a reason holds by margin, or its minutes are unknown. Undefined if they may go. */
export function stayReason(observation: Observation, policy: CapacityPolicy): Grounds | undefined {
  const { inAfterMinutes, inBelow, prices, thresholds } = policy;
  const sums = sumsOf(observation, prices, inAfterMinutes);
  for (const threshold of thresholds) {
    const isHolding =
      threshold.kind === "cost"
        ? sums.serverlessUsd >= inBelow * sums.realTimeUsd
        : threshold.kind === "capacity"
          ? sums.peakRps >= inBelow * threshold.rps
          : sums.rps >= inBelow * threshold.rps;
    if (isHolding) return grounds(threshold, sums, `within ${inBelow} × over ${sums.minutes} min`);
  }
  if (sums.unknown === 0) return undefined;
  return {
    because: "unknown",
    reason: `of the last ${sums.minutes} min ${sums.unknown} have neither requests nor a heartbeat`,
    numbers: { minutes: sums.minutes, unknown: sums.unknown },
  };
}

function grounds(threshold: Threshold, sums: ReturnType<typeof sumsOf>, how: string): Grounds {
  const { realTimeUsd, requests, rps, serverlessUsd } = sums;
  const numbers = { rps, thresholdRps: threshold.rps, requests, serverlessUsd, realTimeUsd };
  return {
    because: threshold.kind,
    reason:
      threshold.kind === "cost"
        ? `${rate(rps)} cost ${usd(serverlessUsd)} on serverless and ${usd(realTimeUsd)} on instances, ${how}`
        : `${rate(rps)} against the ${threshold.kind} threshold of ${rate(threshold.rps)}, ${how}`,
    numbers,
  };
}
