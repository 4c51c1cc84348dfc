import {
  type CapacityPolicy,
  type PolicyPlan,
  planCapacityPolicy,
  warmingPrices,
} from "@pictor/capacity";
import {
  type InstanceType,
  instanceTypeOf,
  instanceTypes,
  type ReleaseManifest,
} from "@pictor/contracts";
import { dollars, type Traffic } from "@pictor/cost";
import type { ServerlessCapacity } from "@pictor/inference";
import type { Environment } from "./environment";

type Capacity = Environment["capacity"];

/** Both ways to compute, and when to switch. */
export type AdaptiveCapacity = Extract<Capacity, { kind: "adaptive" }>;

/** What an adaptive environment's policy is computed from. */
export interface AdaptiveInputs {
  readonly region: string;
  readonly capacity: AdaptiveCapacity;
  readonly manifest: ReleaseManifest;
  readonly traffic: Traffic;
}

/** Pings whose price is printed where no rule says how often. */
const usualPingMinutes = 5;

/** Computes when an adaptive environment is on instances, from its release, its traffic and AWS's prices. */
export function planAdaptive(
  inputs: AdaptiveInputs,
): PolicyPlan | { readonly problems: readonly string[] } {
  const { capacity, manifest, region, traffic } = inputs;
  const { latency, realTime, rules, serverless } = capacity;
  const { name } = instanceTypeOf(realTime.instanceType);
  const problems = [...typeProblems(name), ...warmProblems(capacity)];
  if (problems.length > 0) return { problems };
  const plan = planCapacityPolicy({
    region,
    release: manifest.live,
    request: traffic,
    realTime: {
      instanceType: name as InstanceType,
      minInstances: realTime.instances.min,
      maxInstances: realTime.instances.max,
      ...(realTime.volumeSizeGb !== undefined && { volumeGb: realTime.volumeSizeGb }),
    },
    serverless,
    ...(latency && { latency }),
    ...(rules && { rules }),
  });
  if ("problems" in plan) return plan;
  return { ...plan, lines: [...plan.lines, warmingLine(inputs, plan.policy)] };
}

/** The containers of an adaptive environment, with those that its rules keep ready. */
export function serverlessOf({ rules, serverless }: AdaptiveCapacity): ServerlessCapacity {
  return rules?.warm?.kind === "provisioned"
    ? { ...serverless, provisionedConcurrency: { count: rules.warm.count } }
    : serverless;
}

/** Hours a week in which the schedule wants instances whatever the traffic. */
export function busyHoursOf({ rules }: AdaptiveCapacity): number {
  const minutes = (time: string): number => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return hour * 60 + minute;
  };
  return (rules?.schedule?.windows ?? []).reduce(
    (sum, { days, from, to }) => sum + (days.length * (minutes(to) - minutes(from))) / 60,
    0,
  );
}

function typeProblems(name: string): string[] {
  return Object.hasOwn(instanceTypes, name)
    ? []
    : [
        `capacity.realTime.instanceType '${name}' has no price in @pictor/cost, and adaptive capacity compares prices: choose one of ${Object.keys(instanceTypes).join(", ")}`,
      ];
}

function warmProblems({ serverless }: AdaptiveCapacity): string[] {
  return serverless.provisionedConcurrency === undefined
    ? []
    : [
        "capacity.serverless.provisionedConcurrency is not for adaptive capacity: set capacity.rules.warm to { kind: 'provisioned', count } instead, whose price is part of the comparison",
      ];
}

/** What the two ways of sparing the first caller of a quiet hour a cold container cost. */
function warmingLine({ capacity, region }: AdaptiveInputs, policy: CapacityPolicy): string {
  const { warm } = policy;
  const prices = warmingPrices(region, capacity.serverless.memorySizeMb, policy);
  const everyMinutes = warm.kind === "ping" ? warm.everyMinutes : usualPingMinutes;
  const count = warm.kind === "provisioned" ? warm.count : 1;
  const provisioned = prices.provisionedUsdPerHour(count);
  const price = (usd: number | undefined): string =>
    usd === undefined ? "has no price here" : `costs ${dollars(usd)} an hour`;
  return [
    `warm: ${{ none: "nothing", ping: "a ping", provisioned: "provisioned concurrency" }[warm.kind]} keeps serverless warm`,
    `a ping every ${everyMinutes} min ${price(prices.pingUsdPerHour(everyMinutes))} and promises nothing`,
    `${count} provisioned ${price(provisioned)} and does`,
  ].join("; ");
}
