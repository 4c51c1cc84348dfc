import type { CapacityPrices } from "./prices";

/** A reason to be on instances, with the rate from which it holds and the arithmetic of that rate. */
export type Threshold =
  /** Instances cost no more than serverless. */
  | { readonly kind: "cost"; readonly rps: number; readonly arithmetic: string }
  /** Serverless cannot carry more. */
  | { readonly kind: "capacity"; readonly rps: number; readonly arithmetic: string }
  /** Serverless was measured to miss the latency objective. The objective counts from this rate on. */
  | { readonly kind: "latency"; readonly rps: number; readonly arithmetic: string };

/** Kinds of reasons to be on instances. */
export type ThresholdKind = Threshold["kind"];

/** Days of a week, Monday first. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A day of the week, for example `mon`. */
export type Weekday = (typeof weekdays)[number];

/** Hours on some days in which real time is wanted. */
export interface BusyWindow {
  /** Days on which the window begins. */
  readonly days: readonly Weekday[];
  /** Local time of its begin, `08:00`. */
  readonly from: string;
  /** Local time of its end, after `from`; `24:00` is midnight. */
  readonly to: string;
}

/** Known busy hours. */
export interface Schedule {
  /** IANA name of the hours' time zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly windows: readonly BusyWindow[];
}

/** Learns busy hours from the same hours of earlier weeks. */
export interface Anticipation {
  /** Number of earlier weeks, 1 to 8: CloudWatch keeps 5-minute points for 63 days. */
  readonly weeks: number;
  /** Weeks that must agree, 1 to `weeks`. */
  readonly agree: number;
  /** Minutes over which instances must have paid in those weeks, a multiple of 5. */
  readonly horizonMinutes: number;
  /** IANA name of the time zone whose local hours are compared, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** How serverless is kept warm, for the first caller of a quiet hour. */
export type Warming =
  | { readonly kind: "none" }
  /** A request after this many minutes without one: cheap, but no guarantee. */
  | { readonly kind: "ping"; readonly everyMinutes: number }
  /** Containers that AWS keeps ready. */
  | { readonly kind: "provisioned"; readonly count: number };

/** When to switch. All durations are minutes. */
export interface CapacityRules {
  /** How long a reason must hold before real time is created. @default cost 30, capacity 3, latency 5 */
  readonly outAfterMinutes: Readonly<Record<ThresholdKind, number>>;
  /** How long all reasons must be below their thresholds by margin before real time is deleted. @default 15 */
  readonly inAfterMinutes: number;
  /** The margin: a rate below this share of a threshold counts as below the threshold, 0 to 1. @default 0.7 */
  readonly inBelow: number;
  /** Least time in a mode. @default real time 15, serverless 5 */
  readonly minimumDwellMinutes: { readonly realTime: number; readonly serverless: number };
  /** Time from CreateEndpoint to InService. @default 10, the upper end of the usual 5 to 10 */
  readonly provisioningMinutes: number;
  /** Wait after a failed creation, doubled after each further one. @default 10, at most 240 */
  readonly backOffMinutes: { readonly first: number; readonly most: number };
  /** @default - none */
  readonly schedule?: Schedule;
  /** @default - none */
  readonly anticipate?: Anticipation;
  /** @default none */
  readonly warm: Warming;
}

/** Serverless as it is deployed. */
export interface ServerlessCapacity {
  /** Time of a request in a warm container, milliseconds. */
  readonly latencyMs: number;
  /** Containers at most, 1 to 200. */
  readonly maxConcurrency: number;
}

/**
 * Everything that `decide` needs besides its observation. Plain data: `planCapacityPolicy` computes it, Terraform writes
 * it into the spec parameter, and the controller reads it.
 */
export interface CapacityPolicy extends CapacityRules {
  /** At most one of each kind. A missing kind never holds. */
  readonly thresholds: readonly Threshold[];
  readonly prices: CapacityPrices;
  readonly serverless: ServerlessCapacity;
}

/** Default rules. */
export const defaultRules: CapacityRules = {
  outAfterMinutes: { cost: 30, capacity: 3, latency: 5 },
  inAfterMinutes: 15,
  inBelow: 0.7,
  minimumDwellMinutes: { realTime: 15, serverless: 5 },
  provisioningMinutes: 10,
  backOffMinutes: { first: 10, most: 240 },
  warm: { kind: "none" },
};

/** Minutes by which metrics lag. The last full minute may still grow, so the newest count is that of the minute before. */
export const metricLagMinutes = 2;

/** Returns how many minutes of counts `decide` needs, see `Observation.requests`. */
export function observedMinutes(policy: CapacityRules): number {
  const { outAfterMinutes, inAfterMinutes, provisioningMinutes } = policy;
  const longest = Math.max(...Object.values(outAfterMinutes), inAfterMinutes);
  return longest + 2 * provisioningMinutes + 2 * metricLagMinutes;
}
