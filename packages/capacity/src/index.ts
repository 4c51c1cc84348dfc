export { failedCreation, refusedUpdate } from "./decide/back-off";
export { decide } from "./decide/decide";
export type {
  Action,
  Because,
  CapacityAlarm,
  Decision,
  Grounds,
} from "./decide/decision";
export { mayAct } from "./decide/may-act";
export {
  isReinstated,
  modeOf,
  nextState,
  reinstate,
  retire,
  type Ticked,
} from "./decide/next-state";
export { type RunningInputs, runningConfigurations } from "./decide/running";
export {
  decideServerless,
  emptyServerlessMemory,
  type FollowDecision,
  type FollowObservation,
} from "./decide/serverless";
export { warmContainers } from "./decide/warming";
export { requestsAt } from "./decide/window";
export {
  type Forecast,
  forecast,
  historyLength,
  historyStart,
  historyStepMinutes,
} from "./forecast";
export {
  type AskedUpdate,
  type CapacityMemory,
  type DesiredSpec,
  type EndpointState,
  emptyMemory,
  type Generation,
  minuteAt,
  type Observation,
  type OperatorOrder,
} from "./observation";
export type {
  CapacitySize,
  CapacitySpec,
  DeployableGeneration,
  InstanceScaling,
  RealTimeSpec,
  ScheduledRange,
  ServerlessSpec,
  TrackedMetric,
  UpdateDeployment,
} from "./parameters/spec";
export type {
  CapacityMode,
  CapacityOrder,
  CapacityState,
  RecordedDecision,
  ServerlessMemory,
} from "./parameters/state";
export { type PolicyInputs, type PolicyPlan, planCapacityPolicy } from "./policy/plan";
export {
  type Anticipation,
  type BusyWindow,
  type CapacityPolicy,
  type CapacityRules,
  defaultRules,
  metricLagMinutes,
  observedMinutes,
  type Schedule,
  type ServerlessCapacity,
  type Threshold,
  type ThresholdKind,
  type Warming,
  type Weekday,
  weekdays,
} from "./policy/policy";
export {
  type CapacityPrices,
  idleUsdPerMinute,
  instancesAt,
  realTimeUsd,
  serverlessUsd,
} from "./policy/prices";
export { policyProblems, ruleProblems } from "./policy/problems";
export { type RentOrBuy, rentOrBuy } from "./policy/rent-or-buy";
export { savedUsd } from "./policy/saved";
export type { LatencyObjective } from "./policy/thresholds";
export { type WarmingPrices, warmingPrices } from "./policy/warming-prices";
export {
  type Behaviour,
  defaultBehaviour,
  type LatencyShape,
  planSimulation,
  type SimulationInputs,
  type SimulationPlan,
} from "./simulate/inputs";
export type { Outcome } from "./simulate/run";
export { type Simulation, simulate } from "./simulate/simulate";
export { type Occurrence, openOrNext } from "./time/windows";
export { weeksEarlier, zoneOffset } from "./time/zone";
export { readTrace, TraceError, writeTrace } from "./traces/csv";
export { type ShippedTrace, shippedTrace, shippedTraces, traceTimeZone } from "./traces/shipped";
export { minutesPerYear, type Trace } from "./traces/trace";
