export type { AlarmChange, AlarmChanges } from "./alarm-change";
export type { AlarmDefinition, Severity, Signal, Symptom } from "./alarm-definition";
export type { ChatChannel, Subscription } from "./alarm-topic";
export type { Objectives } from "./dashboard/user-rows";
export { latencyLimit } from "./latency-limit";
export { Monitoring } from "./monitoring";
export type { MonitoringChoice } from "./monitoring-choice";
export type { MonitoringProps } from "./monitoring-props";
export type { BudgetLimit } from "./monthly-budget";
export type {
  LatencyLimit,
  WatchedApi,
  WatchedCapacity,
  WatchedEndpoint,
  WatchedFunction,
  WatchedJobs,
  WatchedNetwork,
} from "./watched";
