import {
  type CapacityPolicy,
  decide,
  type EndpointState,
  emptyMemory,
  type Observation,
  observedMinutes,
} from "../src";
import { policyOf } from "./policies";

export const minute = 60_000;
export const now = Date.UTC(2026, 0, 5, 12);
export const even = 100;
/** At 100 requests a minute one instance costs what serverless does. */
export const policy = policyOf({
  serverlessUsdPerRequest: 1e-5,
  realTimeUsdPerRequest: 0,
  instanceUsdPerHour: 0.06,
  plannedRps: 50,
  throughputRps: 100,
  minInstances: 1,
  maxInstances: 4,
});
export const spec = {
  live: { generation: "g2", configuration: "c2" },
  previous: { generation: "g1", configuration: "c1" },
};
const span = observedMinutes(policy);
export const steady = (count: number | undefined) => Array.from({ length: span }, () => count);
export const beating = Array.from({ length: span }, () => true);
export const up = (configuration = "c2", modifiedAt = 0): EndpointState => ({
  status: "InService",
  configuration,
  instances: 1,
  modifiedAt,
});
const observe = (changes: Partial<Observation> = {}): Observation => ({
  now,
  requests: steady(undefined),
  heartbeats: beating,
  endpoint: { status: "Absent" },
  spec,
  memory: emptyMemory,
  order: {},
  isRollbackAlarmOn: false,
  ...changes,
});
/** Long enough in service that every stay has ended. */
export const stayed = { ...emptyMemory, stay: { since: now - 600 * minute, leastMinutes: 15 } };
export const warmed = { at: now, count: 200 };
export const of = (changes: Partial<Observation>, rules: Partial<CapacityPolicy> = {}) =>
  decide(observe(changes), { ...policy, ...rules });
