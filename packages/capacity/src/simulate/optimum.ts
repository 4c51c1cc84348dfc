import { idleUsdPerMinute } from "../policy/prices";
import type { Trace } from "../traces/trace";
import type { SimulationInputs } from "./inputs";
import { type Driver, idealInstances, type Phase } from "./run";

/** US dollars that a refused request counts: more than any way to answer it costs. */
const refusalUsd = 1;

/**
 * Returns the cheapest way through a trace that is known in advance, refusing as few requests as possible: dynamic
 * programming over minutes and the states absent, creating and serving.
 *
 * The creation takes the provisioning time and is billed; a deletion takes no time; instances follow the rate at once.
 */
export function clairvoyant(
  { requests }: Trace,
  inputs: SimulationInputs,
  scaling: "planned" | "full",
): Driver {
  const { prices, provisioningMinutes, serverless } = inputs.policy;
  const most = (serverless.maxConcurrency * 60_000) / serverless.latencyMs;
  const idle = idleUsdPerMinute(prices);
  const length = requests.length;
  // Cost of the best way to the end of a minute, absent or serving; sums of serverless and creation from the beginning.
  const absent = new Float64Array(length + 1);
  const serving = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const creating = new Float64Array(length + 1);
  const wasServing = new Uint8Array(length + 1);
  const wasCreated = new Uint8Array(length + 1);
  const serverlessCost = (count: number): number => {
    const carried = Math.min(count, most);
    return carried * prices.serverlessUsdPerRequest + (count - carried) * refusalUsd;
  };
  for (let end = 1; end <= length; end += 1) {
    const count = requests[end - 1] ?? 0;
    const alone = serverlessCost(count);
    const instances = idealInstances(inputs, count, scaling);
    const answered = Math.min(count, instances * prices.throughputRps * 60);
    const onInstances =
      (instances * prices.instanceUsdPerHour) / 60 +
      answered * prices.realTimeUsdPerRequest +
      serverlessCost(count - answered);
    creating[end] = at(creating, end - 1) + alone + idle;
    const begin = end - 1 - provisioningMinutes;
    const created =
      begin < 0
        ? Number.POSITIVE_INFINITY
        : at(absent, begin) + at(creating, end - 1) - at(creating, begin);
    wasCreated[end] = created < at(serving, end - 1) ? 1 : 0;
    serving[end] = onInstances + Math.min(created, at(serving, end - 1));
    wasServing[end] = at(serving, end - 1) < at(absent, end - 1) ? 1 : 0;
    absent[end] = alone + Math.min(at(absent, end - 1), at(serving, end - 1));
  }
  return scripted(
    traced(
      length,
      at(serving, length) < at(absent, length),
      wasServing,
      wasCreated,
      provisioningMinutes,
    ),
  );
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.POSITIVE_INFINITY;
}

const phases: readonly Phase[] = ["absent", "creating", "serving"];

/** Reads the best plan from the choices, from the last minute to the first. */
function traced(
  length: number,
  endsServing: boolean,
  wasServing: Uint8Array,
  wasCreated: Uint8Array,
  provisioningMinutes: number,
): Uint8Array {
  const plan = new Uint8Array(length);
  let isServing = endsServing;
  for (let end = length; end > 0; ) {
    if (!isServing) {
      isServing = wasServing[end] === 1;
      end -= 1;
      continue;
    }
    plan[end - 1] = 2;
    const isCreated = wasCreated[end] === 1;
    end -= 1;
    if (!isCreated) continue;
    plan.fill(1, end - provisioningMinutes, end);
    end -= provisioningMinutes;
    isServing = false;
  }
  return plan;
}

/** A driver that follows a plan: 0 absent, 1 creating, 2 serving. */
function scripted(plan: Uint8Array): Driver {
  return { phaseOf: (minute) => phases[plan[minute] ?? 0] ?? "absent" };
}
