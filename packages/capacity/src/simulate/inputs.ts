import { capacityName, latestCalibration } from "@pictor/contracts";
import { type PolicyInputs, planCapacityPolicy } from "../policy/plan";
import type { CapacityPolicy } from "../policy/policy";
import { warmingPrices } from "../policy/warming-prices";

/** Latency of answers of one kind: log-normal between two percentiles. */
export interface LatencyShape {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Assumed behaviour of autoscaling and serverless that is not part of a policy. */
export interface Behaviour {
  /** Minutes above the target after which autoscaling adds instances. */
  readonly scaleOutAfterMinutes: number;
  /** Minutes until an added instance serves. */
  readonly scaleOutMinutes: number;
  /** Minutes below the target after which it removes instances. */
  readonly scaleInAfterMinutes: number;
  /** Time that a cold container takes before it answers. */
  readonly coldStartMs: number;
  /** Minutes without a request after which AWS removes a container. */
  readonly containerIdleMinutes: number;
  readonly realTime: LatencyShape;
  readonly serverless: LatencyShape;
}

/** Inputs of a simulation besides the trace. */
export interface SimulationInputs {
  readonly policy: CapacityPolicy;
  readonly behaviour: Behaviour;
  /** US dollars an hour of provisioned concurrency; 0 without. */
  readonly provisionedUsdPerHour: number;
}

/** Cautious assumptions for times that AWS does not publish or that depend on the model. */
export const defaultBehaviour: Omit<Behaviour, "realTime" | "serverless"> = {
  scaleOutAfterMinutes: 3,
  scaleOutMinutes: 5,
  scaleInAfterMinutes: 15,
  coldStartMs: 10_000,
  containerIdleMinutes: 5,
};

/** Assumed ratio of p99 to median latency if it was not measured. */
const assumedTail = 3;

/** Inputs and their explanation. */
export interface SimulationPlan {
  readonly inputs: SimulationInputs;
  readonly lines: readonly string[];
  readonly assumptions: readonly string[];
}

/** Returns the inputs of an environment's simulation, or all problems. */
export function planSimulation(
  of: PolicyInputs,
  overrides: Partial<Behaviour> = {},
): SimulationPlan | { readonly problems: readonly string[] } {
  const plan = planCapacityPolicy(of);
  if ("problems" in plan) return plan;
  const { policy } = plan;
  const { calibration } = of.release;
  const { memorySizeMb } = of.serverless;
  const onInstances = latestCalibration(calibration, of.realTime.instanceType);
  const onServerless = latestCalibration(
    calibration,
    capacityName({ kind: "serverless", memorySizeMb }),
  );
  const shape = (p50Ms: number): LatencyShape => ({ p50Ms, p99Ms: assumedTail * p50Ms });
  const behaviour: Behaviour = {
    ...defaultBehaviour,
    realTime: onInstances ?? shape(policy.serverless.latencyMs),
    serverless: onServerless ?? shape(policy.serverless.latencyMs),
    ...overrides,
  };
  const provisioned =
    policy.warm.kind === "provisioned"
      ? warmingPrices(of.region, memorySizeMb, policy).provisionedUsdPerHour(policy.warm.count)
      : 0;
  if (provisioned === undefined) {
    return { problems: [`provisioned concurrency has no price here in ${of.region}`] };
  }
  return {
    inputs: { policy, behaviour, provisionedUsdPerHour: provisioned },
    lines: plan.lines,
    assumptions: [
      ...plan.assumptions,
      `a cold container takes ${behaviour.coldStartMs / 1000} s and stays for ${behaviour.containerIdleMinutes} min: AWS publishes neither`,
      `autoscaling adds after ${behaviour.scaleOutAfterMinutes} + ${behaviour.scaleOutMinutes} min and removes after ${behaviour.scaleInAfterMinutes} min`,
      `an endpoint takes ${policy.provisioningMinutes} min to create and is billed from the call on`,
      ...(onInstances === undefined || onServerless === undefined
        ? [`the p99 of a warm answer was not measured: ${assumedTail} × its median is assumed`]
        : []),
    ],
  };
}
