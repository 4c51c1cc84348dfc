import {
  capacityName,
  type InstanceType,
  latestCalibration,
  throughputOf,
} from "@pictor/contracts";
import {
  hoursPerMonth,
  type ModeCost,
  modeCost,
  modelLatency,
  type ServedRelease,
  type TrafficInput,
  trafficOf,
} from "@pictor/cost";
import { capacityPolicySchema } from "../schemas/policy";
import { type CapacityPolicy, type CapacityRules, defaultRules, type Threshold } from "./policy";
import { rentOrBuy } from "./rent-or-buy";
import {
  capacityThreshold,
  costThreshold,
  type LatencyObjective,
  latencyThreshold,
  type ThresholdPlan,
} from "./thresholds";

/** Inputs of a policy. */
export interface PolicyInputs {
  readonly region: string;
  readonly release: ServedRelease;
  /** Bytes of a request, and the model's time for it if the release has no calibration. */
  readonly request: Pick<TrafficInput, "imageBytes" | "answerBytes" | "latencyMs">;
  readonly realTime: {
    readonly instanceType: InstanceType;
    readonly minInstances: number;
    readonly maxInstances: number;
    /** Disk of each instance. @default 0 */
    readonly volumeGb?: number;
  };
  readonly serverless: { readonly memorySizeMb: number; readonly maxConcurrency: number };
  /** @default - none */
  readonly latency?: LatencyObjective;
  /** @default - {@link defaultRules} */
  readonly rules?: Partial<CapacityRules>;
  /** Day by which prices count as stale. @default - today */
  readonly on?: string;
}

/** A policy and its explanation. */
export interface PolicyPlan {
  readonly policy: CapacityPolicy;
  /** Each threshold with its arithmetic, each missing threshold with the reason, and the bound on the cost. */
  readonly lines: readonly string[];
  /** Assumptions that replace missing measurements. */
  readonly assumptions: readonly string[];
}

/** Computes the policy of an environment, or returns all problems of the inputs. */
export function planCapacityPolicy(
  inputs: PolicyInputs,
): PolicyPlan | { readonly problems: readonly string[] } {
  const { region, release } = inputs;
  const { instanceType, maxInstances, ...instances } = inputs.realTime;
  const { maxConcurrency, memorySizeMb } = inputs.serverless;
  const traffic = trafficOf({ requestsPerMonth: 0, ...inputs.request });
  const conditions = {
    region,
    release,
    traffic,
    ...(inputs.on !== undefined && { on: inputs.on }),
  };
  const serverless = modeCost({ kind: "serverless", memorySizeMb }, conditions);
  const realTime = modeCost({ kind: "realTime", instanceType, ...instances }, conditions);
  const unpriced = [serverless, realTime].flatMap((cost) =>
    "unpriced" in cost ? [`${cost.name}: ${cost.unpriced}`] : [],
  );
  if ("unpriced" in serverless || "unpriced" in realTime) return { problems: unpriced };

  const capacity = capacityName({ kind: "serverless", memorySizeMb });
  const latency = modelLatency(traffic, release, capacity);
  const measured = latestCalibration(release.calibration, capacity)?.p99Ms;
  const deployed = { latencyMs: latency.ms, maxConcurrency };
  const plans = [
    costThreshold(serverless, realTime),
    capacityThreshold(deployed),
    latencyThreshold(inputs.latency, measured),
  ];
  const policy: CapacityPolicy = {
    ...defaultRules,
    ...inputs.rules,
    thresholds: plans.flatMap((plan) => ("threshold" in plan ? [plan.threshold] : [])),
    prices: pricesOf(serverless, realTime, {
      minInstances: instances.minInstances,
      maxInstances,
      throughputRps: throughputOf(release, instanceType).rps,
    }),
    serverless: deployed,
  };
  const read = capacityPolicySchema.safeParse(policy);
  if (!read.success) {
    const problems = read.error.issues.map(({ message, path }) =>
      path.length === 0 ? message : `${path.join(".")}: ${message}`,
    );
    return { problems };
  }
  return {
    policy,
    lines: [...plans.map(lineOf), rentOrBuy(policy).words],
    assumptions: [serverless.assumption, realTime.assumption].filter((each) => each !== undefined),
  };
}

function pricesOf(
  serverless: ModeCost,
  realTime: ModeCost,
  bounds: Pick<CapacityPolicy["prices"], "maxInstances" | "minInstances" | "throughputRps">,
): CapacityPolicy["prices"] {
  return {
    serverlessUsdPerRequest: serverless.usdPerRequest,
    realTimeUsdPerRequest: realTime.usdPerRequest,
    instanceUsdPerHour: realTime.usdPerInstance / hoursPerMonth,
    plannedRps: realTime.rpsOf(1),
    ...bounds,
  };
}

const meanings: Readonly<Record<Threshold["kind"], string>> = {
  cost: "instances cost no more",
  capacity: "serverless carries no more",
  latency: "serverless is too slow",
};

function lineOf(plan: ThresholdPlan): string {
  if ("none" in plan) return `${plan.kind}: never a reason, ${plan.none}`;
  const { arithmetic, kind, rps } = plan.threshold;
  return `${kind}: from ${rps.toFixed(2)} requests/s on ${meanings[kind]}: ${arithmetic}`;
}
