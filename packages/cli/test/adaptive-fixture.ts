import {
  type CapacityOrder,
  type CapacitySpec,
  type CapacityState,
  emptyMemory,
  planCapacityPolicy,
} from "@pictor/capacity";
import { names, type Place } from "@pictor/contracts";
import type { Account } from "./loopback-aws";
import { release } from "./release-fixture";

const plan = planCapacityPolicy({
  region: "us-east-1",
  release: { format: "int8", calibration: [] },
  request: { imageBytes: 300_000 },
  realTime: { instanceType: "ml.c5.large", minInstances: 1, maxInstances: 2 },
  serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
});
if ("problems" in plan) throw new Error(plan.problems.join("\n"));

const [live, previous] = ["live", "before"].map((name) => release(name).sha256) as [string, string];

/** What Terraform wants of the fixture's capacity. */
export const spec: CapacitySpec = {
  schema: 1,
  realTime: {
    name: "pictor-dev-real-time",
    variant: "AllTraffic",
    live: { configuration: "rt-new", release: live },
    previous: { configuration: "rt-old", release: previous },
    tags: {},
    deployment: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: "errors" }] } },
  },
  serverless: {
    name: "pictor-dev-serverless",
    variant: "AllTraffic",
    live: { configuration: "sl-new", release: live },
    previous: { configuration: "sl-old", release: previous },
  },
  policy: plan.policy,
  protected: false,
};

/** A controller's state; serverless since noon of a day in 2026. */
export const noon: number = Date.UTC(2026, 10, 28, 12);
export const state: CapacityState = {
  schema: 1,
  memory: emptyMemory,
  mode: "serverless",
  since: noon,
  running: [],
};

/** Writes an adaptive environment's parameters into an account. */
export function makeAdaptive(
  { parameters }: Account,
  place: Place,
  changes: {
    readonly spec?: Partial<CapacitySpec>;
    readonly state?: Partial<CapacityState>;
    readonly order?: CapacityOrder;
  } = {},
): void {
  const at = names(place).capacityParameters;
  parameters.set(at.spec, JSON.stringify({ ...spec, ...changes.spec }));
  parameters.set(at.state, JSON.stringify({ ...state, ...changes.state }));
  parameters.set(at.pin, JSON.stringify(changes.order ?? {}));
}

/** A line of the controller's log, as its logger writes it. */
export function decisionLine(
  at: number,
  action: string,
  because: string,
  reason: string,
  requests: readonly (number | null)[] = [],
): readonly [at: number, line: string] {
  const decision = { action, because, reason, numbers: {} };
  const line = { level: "INFO", message: "decision", at, action, because, reason, decision };
  return [at, JSON.stringify({ ...line, observation: { now: at, requests } })];
}
