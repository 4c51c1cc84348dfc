import type { Observation } from "../observation";
import type { CapacityPolicy } from "../policy/policy";
import type { Grounds } from "./decision";
import { requestsAt, sumsOf } from "./window";

/** Age up to which warm answers count, minutes: AWS does not publish how long it keeps a container. */
const freshMinutes = 3;

/** Recent minutes whose busiest one determines how many requests at once serverless must answer. */
const recentMinutes = 5;

/**
 * Returns how many requests at once serverless must answer warm before instances go: the concurrency of the busiest
 * recent minute with twice its standard deviation, at least 1.
 */
export function warmContainers(observation: Observation, policy: CapacityPolicy): number {
  const { latencyMs, maxConcurrency } = policy.serverless;
  const { peakRps } = sumsOf(observation, policy.prices, recentMinutes);
  const average = (peakRps * latencyMs) / 1000;
  return Math.min(maxConcurrency, Math.max(1, Math.ceil(average + 2 * Math.sqrt(average))));
}

/** Whether serverless has just answered at least `count` requests at once from warm containers. */
export function isWarm({ now, warmed }: Observation, count: number): boolean {
  return warmed !== undefined && warmed.count >= count && now - warmed.at <= freshMinutes * 60_000;
}

/** Returns why to ping serverless in a quiet hour; undefined if no ping is due. */
export function pingReason(
  observation: Observation,
  { warm }: CapacityPolicy,
): Grounds | undefined {
  if (warm.kind !== "ping") return undefined;
  const { now, warmed } = observation;
  const since = warmed === undefined ? Number.POSITIVE_INFINITY : (now - warmed.at) / 60_000;
  if (since < warm.everyMinutes) return undefined;
  for (let index = 0; index < warm.everyMinutes; index += 1) {
    if ((requestsAt(observation, index) ?? 0) > 0) return undefined;
  }
  return {
    because: "ping",
    reason: `no request for ${warm.everyMinutes} min: a ping keeps a container warm`,
    numbers: { everyMinutes: warm.everyMinutes },
  };
}
