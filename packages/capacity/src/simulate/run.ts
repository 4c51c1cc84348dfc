import { idleUsdPerMinute, instancesAt } from "../policy/prices";
import type { Trace } from "../traces/trace";
import type { SimulationInputs } from "./inputs";
import { ScaledInstances } from "./instances";
import { type Answers, percentile } from "./latency";
import { ServerlessFleet } from "./serverless";

/** Phase of the endpoint in a minute. */
export type Phase = "absent" | "creating" | "serving";

/** Decides the phase of each minute, in order. */
export interface Driver {
  /** Called once a minute. */
  readonly phaseOf: (minute: number) => Phase;
  /** Requests sent to serverless at once in this minute to warm it. */
  readonly warmCount?: (minute: number) => number;
}

/** Number of instances: as autoscaling sets it, as autoscaling without delay, or the fewest that carry the rate. */
export type Scaling = "delayed" | "planned" | "full";

/** Cost and service quality of a way to run. */
export interface Outcome {
  readonly name: string;
  readonly usd: number;
  readonly requests: number;
  /** Requests answered 503 for lack of capacity. */
  readonly refused: number;
  /** Requests that waited for a cold container. */
  readonly cold: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Creations and deletions. */
  readonly switches: number;
  readonly minutesOnInstances: number;
  /** Whether instances served, by minute. */
  readonly served: Uint8Array;
}

/** Simulates a trace with a driver. */
export function run(
  name: string,
  { requests }: Trace,
  inputs: SimulationInputs,
  driver: Driver,
  scaling: Scaling,
): Outcome {
  const { behaviour, policy, provisionedUsdPerHour } = inputs;
  const { prices } = policy;
  const fleet = new ServerlessFleet(inputs);
  const served = new Uint8Array(requests.length);
  let instances = new ScaledInstances(inputs);
  let before: Phase = "absent";
  let usd = (provisionedUsdPerHour * requests.length) / 60;
  const sums = { total: 0, refused: 0, cold: 0, onInstances: 0, warm: 0, switches: 0, minutes: 0 };
  for (let minute = 0; minute < requests.length; minute += 1) {
    const count = requests[minute] ?? 0;
    const phase = driver.phaseOf(minute);
    const warmed = driver.warmCount?.(minute) ?? 0;
    if (warmed > 0) {
      fleet.warm(warmed);
      usd += warmed * prices.serverlessUsdPerRequest;
    }
    let answered = 0;
    if (phase === "serving") {
      if (before !== "serving") instances = new ScaledInstances(inputs);
      let serving = instances.serving;
      let billed = instances.billed;
      if (scaling !== "delayed") serving = billed = idealInstances(inputs, count, scaling);
      answered = Math.min(count, serving * prices.throughputRps * 60);
      usd += (billed * prices.instanceUsdPerHour) / 60 + answered * prices.realTimeUsdPerRequest;
      instances.step(minute, count / 60);
      served[minute] = 1;
      sums.minutes += 1;
    } else if (phase === "creating") usd += idleUsdPerMinute(prices);
    const rest = fleet.serve(minute, count - answered);
    usd += rest.carried * prices.serverlessUsdPerRequest;
    if (minute > 0 && (phase === "absent") !== (before === "absent")) sums.switches += 1;
    before = phase;
    sums.total += count;
    sums.refused += rest.refused;
    sums.cold += rest.cold;
    sums.onInstances += answered;
    sums.warm += rest.carried - rest.cold;
  }
  const answers: readonly Answers[] = [
    { count: sums.onInstances, shape: behaviour.realTime },
    { count: sums.warm, shape: behaviour.serverless },
    { count: sums.cold, shape: behaviour.serverless, delayMs: behaviour.coldStartMs },
  ];
  return {
    name,
    usd,
    requests: sums.total,
    refused: sums.refused,
    cold: sums.cold,
    p50Ms: percentile(answers, 0.5),
    p99Ms: percentile(answers, 0.99),
    switches: sums.switches,
    minutesOnInstances: sums.minutes,
    served,
  };
}

/** Returns the instances that a minute needs, without delays. */
export function idealInstances(
  { policy: { prices } }: SimulationInputs,
  requests: number,
  scaling: "planned" | "full",
): number {
  const rps = requests / 60;
  return scaling === "planned"
    ? instancesAt(prices, rps)
    : instancesAt({ ...prices, plannedRps: prices.throughputRps }, rps);
}
