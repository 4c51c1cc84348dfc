import {
  type CapacityPolicy,
  type CapacityRules,
  defaultRules,
  planSimulation,
  type SimulationPlan,
  type Threshold,
} from "@pictor/capacity";
import { names } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import type { SynthesisedEnvironment } from "../cost/environments";
import { readTraffic } from "../cost/read-traffic";
import { simulatedEndpoints } from "./endpoints";
import { ownPolicy } from "./own-policy";
import { anticipation, changedRules, type RuleOptions, usualWeeks } from "./rules";
import { warmingLine } from "./warming";

/** What of a simulation people choose. */
export interface PlanOptions extends RuleOptions {
  /** Zone in which busy hours repeat. */
  readonly timeZone: string;
  /** 99th percentile in milliseconds that serverless must keep. */
  readonly latency?: number;
}

/**
 * Plans the simulation of an environment: an adaptive one with its own endpoints and rules, any other with the rules
 * that are usual and what it has of both endpoints.
 *
 * @throws UserError with everything that is wrong
 */
export function planEnvironment(
  { isStandIn, manifest, name, resources }: SynthesisedEnvironment,
  options: PlanOptions,
): SimulationPlan {
  const region = resources.find((resource) => resource.region !== undefined)?.region ?? "us-east-1";
  const endpoints = simulatedEndpoints(resources);
  const place = { environment: name, accountId: "", region };
  const own = ownPolicy(resources, names(place).capacityParameters.spec);
  const { traffic } = readTraffic(undefined, name);
  const plan = planSimulation({
    region,
    release: manifest.live,
    request: {
      imageBytes: traffic.imageBytes,
      answerBytes: traffic.answerBytes,
      ...(traffic.latencyMs !== undefined && { latencyMs: traffic.latencyMs }),
    },
    realTime: { ...endpoints.realTime, ...(own !== undefined && rangeOf(own)) },
    serverless: endpoints.serverless,
    rules: changedRules(own ?? usualRules(options.timeZone), options, options.timeZone),
    ...(options.latency !== undefined && { latency: { p99Ms: options.latency } }),
  });
  if ("problems" in plan) {
    throw new UserError(
      `${name} cannot be simulated:\n${plan.problems.map((each) => `- ${each}`).join("\n")}`,
    );
  }
  const kept = options.latency === undefined ? own?.thresholds.find(isLatency) : undefined;
  const { policy } = plan.inputs;
  const thresholds = kept === undefined ? policy.thresholds : [...policy.thresholds, kept];
  return {
    ...plan,
    inputs: { ...plan.inputs, policy: { ...policy, thresholds } },
    lines: [
      ...plan.lines.map((line) =>
        kept !== undefined && line.startsWith("latency:") ? `latency: ${kept.arithmetic}` : line,
      ),
      warmingLine(region, endpoints.serverless.memorySizeMb, policy),
    ],
    assumptions: [
      ...(isStandIn
        ? ["an INT8 release without calibration, since the environment has no release"]
        : []),
      ...endpoints.assumptions,
      ...plan.assumptions,
    ],
  };
}

/** The environment's own objective is in no stack; what came of it is. */
function isLatency({ kind }: Threshold): boolean {
  return kind === "latency";
}

function usualRules(timeZone: string): CapacityRules {
  const anticipate = anticipation(usualWeeks, timeZone);
  return { ...defaultRules, ...(anticipate !== undefined && { anticipate }) };
}

/** An adaptive environment's autoscaling is in no stack: its controller registers it. */
function rangeOf({ prices: { maxInstances, minInstances } }: CapacityPolicy) {
  return { maxInstances, minInstances };
}
