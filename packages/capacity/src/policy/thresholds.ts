import { type BreakEven, breakEven, dollars, type ModeCost, secondsPerMonth } from "@pictor/cost";
import type { ServerlessCapacity, Threshold } from "./policy";

/** A latency objective, which can be a reason to be on instances. */
export interface LatencyObjective {
  /** Milliseconds that 99 of 100 answers must not exceed. */
  readonly p99Ms: number;
  /** Requests a second from which the objective counts. @default 0.1 */
  readonly fromRps?: number;
}

/** A threshold, or the reason why it is missing. */
export type ThresholdPlan =
  | { readonly threshold: Threshold }
  | { readonly kind: Threshold["kind"]; readonly none: string };

/** Rate from which instances cost no more than serverless. */
export function costThreshold(serverless: ModeCost, realTime: ModeCost): ThresholdPlan {
  const found = breakEven(serverless, realTime);
  if (found.kind === "never") {
    return {
      kind: "cost",
      none: `${realTime.name} costs more than ${serverless.name} at every rate`,
    };
  }
  return {
    threshold: { kind: "cost", rps: found.rps, arithmetic: costWords(found, serverless, realTime) },
  };
}

function costWords(
  { instances, rps }: Extract<BreakEven, { kind: "at" }>,
  serverless: ModeCost,
  realTime: ModeCost,
): string {
  const saved = `${dollars(serverless.usdPerRequest)} − ${dollars(realTime.usdPerRequest)}`;
  return `${instances} × ${dollars(realTime.usdPerInstance)} a month ÷ (${saved}) a request ÷ ${secondsPerMonth.toLocaleString("en-US")} s = ${rps.toFixed(2)} requests/s`;
}

/** Rate above which serverless has no free container. */
export function capacityThreshold({
  latencyMs,
  maxConcurrency,
}: ServerlessCapacity): ThresholdPlan {
  const rps = (maxConcurrency * 1000) / latencyMs;
  const arithmetic = `${maxConcurrency} containers ÷ ${latencyMs} ms a request = ${rps.toFixed(2)} requests/s`;
  return { threshold: { kind: "capacity", rps, arithmetic } };
}

/** Default rate from which a latency objective counts, requests a second: below it, there are only single callers. */
const objectiveFromRps = 0.1;

/** Rate from which a latency objective needs instances. Missing unless serverless was measured to miss the objective. */
export function latencyThreshold(
  objective: LatencyObjective | undefined,
  measuredP99Ms: number | undefined,
): ThresholdPlan {
  const none = (reason: string): ThresholdPlan => ({ kind: "latency", none: reason });
  if (objective === undefined) return none("there is no latency objective");
  const { fromRps = objectiveFromRps, p99Ms } = objective;
  if (measuredP99Ms === undefined) {
    return none("serverless was not measured: the release has no calibration of it");
  }
  if (measuredP99Ms <= p99Ms) {
    return none(`serverless was measured with a p99 of ${measuredP99Ms} ms, within ${p99Ms} ms`);
  }
  const arithmetic = `serverless was measured with a p99 of ${measuredP99Ms} ms, above ${p99Ms} ms: from ${fromRps} requests/s on`;
  return { threshold: { kind: "latency", rps: fromRps, arithmetic } };
}
