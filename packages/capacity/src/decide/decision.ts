import type { CapacityMemory, Generation } from "../observation";

/** Subject of a decision's reason. */
export const causes = [
  "pin",
  "retired",
  "schedule",
  "forecast",
  "cost",
  "capacity",
  "latency",
  "quiet",
  "dwell",
  "unknown",
  "stale",
  "backOff",
  "transition",
  "trouble",
  "rejected",
  "release",
  "alarm",
  "failed",
  "ping",
] as const;

/** Why the controller decided so: one of its reasons. */
export type Because = (typeof causes)[number];

/** Conditions that need an operator. */
export type CapacityAlarm = "stuck-state" | "rejected-generation" | "creation-failed";

/** A reason in words, and the numbers in it. */
export interface Grounds {
  readonly because: Because;
  readonly reason: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** The action of a tick. */
export type Action =
  | { readonly action: "keep" }
  | { readonly action: "create"; readonly target: Generation }
  | { readonly action: "update"; readonly target: Generation }
  | { readonly action: "delete" }
  /** Send serverless the smoke picture, `count` times at once. */
  | { readonly action: "warm"; readonly count: number };

/** A decision, and the memory to write before its call. */
export type Decision = Action &
  Grounds & {
    readonly memory: CapacityMemory;
    readonly alarm?: CapacityAlarm;
  };
