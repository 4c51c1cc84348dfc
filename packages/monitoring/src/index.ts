export type { AlarmDefinition, Severity, Signal, Symptom } from "./alarm-definition";
export type { ChatChannel, Subscription } from "./alarm-topic";
export type { Objectives } from "./dashboard/user-rows";
export { latencyLimit } from "./latency-limit";
export * from "./monitoring";
export type { BudgetLimit } from "./monthly-budget";
export { runbookAnchors } from "./runbook";
export type {
  LatencyLimit,
  WatchedApi,
  WatchedEndpoint,
  WatchedFunction,
  WatchedNetwork,
} from "./watched";
