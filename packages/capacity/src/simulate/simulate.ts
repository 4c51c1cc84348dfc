import type { Trace } from "../traces/trace";
import { adaptive } from "./adaptive";
import type { SimulationInputs } from "./inputs";
import { clairvoyant } from "./optimum";
import { type Outcome, run } from "./run";

/** Results of the four ways to serve a trace, and of the lower limit. */
export interface Simulation {
  readonly trace: string;
  readonly minutes: number;
  readonly alwaysOn: Outcome;
  readonly serverless: Outcome;
  readonly adaptive: Outcome;
  /** The cheapest switching if the trace is known in advance; instances are loaded as autoscaling loads them. */
  readonly optimum: Outcome;
  /** The same with instances loaded to their full throughput: the lower limit. */
  readonly limit: Outcome;
  /** Cost of adaptive ÷ cost of the optimum. */
  readonly ratio: number;
  /** Cost of adaptive ÷ cost of the limit. */
  readonly ratioToLimit: number;
}

/**
 * Simulates a trace in four ways: always on instances, serverless only, adaptive, and the optimum.
 *
 * @example
 * import { planSimulation, shippedTrace, simulate } from "@pictor/capacity";
 *
 * const plan = planSimulation({
 *   region: "us-east-1",
 *   release: { format: "int8", calibration: [] },
 *   request: { imageBytes: 300_000 },
 *   realTime: { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4 },
 *   serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
 * });
 * if ("inputs" in plan) {
 *   const { adaptive, ratio } = simulate(shippedTrace("office-hours"), plan.inputs);
 *   console.log(`$${adaptive.usd.toFixed(2)} a year, ${ratio.toFixed(2)} × the optimum`);
 * }
 */
export function simulate(trace: Trace, inputs: SimulationInputs): Simulation {
  const optimum = run("optimum", trace, inputs, clairvoyant(trace, inputs, "planned"), "planned");
  const limit = run("limit", trace, inputs, clairvoyant(trace, inputs, "full"), "full");
  const adapted = run("adaptive", trace, inputs, adaptive(trace, inputs), "delayed");
  return {
    trace: trace.name,
    minutes: trace.requests.length,
    alwaysOn: run("always on", trace, inputs, { phaseOf: () => "serving" }, "delayed"),
    serverless: run("serverless only", trace, inputs, { phaseOf: () => "absent" }, "delayed"),
    adaptive: adapted,
    optimum,
    limit,
    ratio: adapted.usd / optimum.usd,
    ratioToLimit: adapted.usd / limit.usd,
  };
}
