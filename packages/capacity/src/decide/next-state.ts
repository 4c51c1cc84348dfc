import type { CapacityMemory, EndpointState, OperatorOrder } from "../observation";
import type { CapacityMode, CapacityState } from "../parameters/state";
import type { Decision } from "./decision";
import { runningConfigurations } from "./running";
import type { FollowDecision } from "./serverless";

/** The observation and the decision of a tick. */
export interface Ticked {
  /** Time of the tick, milliseconds since 1970. */
  readonly now: number;
  readonly realTime: EndpointState;
  readonly serverless: EndpointState;
  /** Configurations of both endpoints as DescribeEndpoint returns them, in any state. */
  readonly described: readonly string[];
  readonly decision: Decision;
  readonly follow: FollowDecision;
}

/** Most rejections kept in the state: a parameter holds 4 KB. */
const mostRejections = 8;

/** Returns the mode of an endpoint's state: real time while instances serve. */
export function modeOf({ status }: EndpointState): CapacityMode {
  switch (status) {
    case "InService":
    case "Updating":
    case "SystemUpdating":
    case "RollingBack":
    case "UpdateRollbackFailed":
      return "realTime";
    default:
      return "serverless";
  }
}

/** Returns the state to write before the calls of a tick. A stale tick changes nothing. */
export function nextState(state: CapacityState, ticked: Ticked): CapacityState {
  const { decision, described, follow, now, realTime, serverless } = ticked;
  if (decision.because === "stale") return state;
  const memory: CapacityMemory = {
    ...decision.memory,
    rejected: decision.memory.rejected.slice(-mostRejections),
  };
  const followed = { ...follow.memory, rejected: follow.memory.rejected.slice(-mostRejections) };
  const asked = [
    ...("target" in decision ? [decision.target.configuration] : []),
    ...(follow.action === "update" ? [follow.configuration] : []),
  ];
  const mode = modeOf(realTime);
  const { last } = state;
  const isNews =
    decision.action !== "keep" || last === undefined || last.because !== decision.because;
  const { action, because, numbers, reason } = decision;
  return {
    ...state,
    memory,
    mode,
    since: mode === state.mode ? state.since : now,
    running: runningConfigurations(state.running, {
      ...{ now, realTime, serverless, described, asked, memory },
      ...(followed.update && { serverlessUpdate: followed.update }),
    }),
    serverless: followed,
    ...(isNews && { last: { at: now, action, because, reason, numbers } }),
  };
}

/** Returns the state of an environment that is being destroyed. With this state no tick creates anything. */
export function retire(state: CapacityState, now: number): CapacityState {
  const { memory } = state;
  if (memory.retired) return state;
  // A changed time of the last call: a tick that read the older state then fails `mayAct`.
  const actedAt = (memory.actedAt ?? 0) + 1;
  return { ...state, memory: { ...memory, retired: true, actedAt }, retiredAt: now };
}

/** Returns the state after a destroy was given up. */
export function reinstate(state: CapacityState): CapacityState {
  const { retiredAt: _over, ...rest } = state;
  const actedAt = (state.memory.actedAt ?? 0) + 1;
  return { ...rest, memory: { ...state.memory, retired: false, actedAt } };
}

/** Whether an operator gave the destroy up: the order `retry` is newer than the retirement. */
export function isReinstated(
  { memory, retiredAt }: CapacityState,
  { retryAt }: OperatorOrder,
): boolean {
  return memory.retired && retryAt !== undefined && retryAt >= (retiredAt ?? 0);
}
