import type { CapacityMemory, EndpointState, OperatorOrder } from "../observation";
import type { CapacitySpec } from "../parameters/spec";
import type { ServerlessMemory } from "../parameters/state";

/** Observation of the serverless endpoint at a tick, and of the real-time endpoint beside it. */
export interface FollowObservation {
  /** Time of the observation, milliseconds since 1970. */
  readonly now: number;
  readonly realTime: EndpointState;
  readonly serverless: EndpointState;
  readonly spec: Pick<CapacitySpec, "realTime" | "serverless">;
  readonly order: OperatorOrder;
  /** Memory of the real-time endpoint: serverless does not move to a generation that was rolled back there. */
  readonly memory: Pick<CapacityMemory, "rejected" | "retired">;
  readonly own: ServerlessMemory;
}

/** Action for the serverless endpoint at a tick, and the memory to write before its call. */
export type FollowDecision = (
  | { readonly action: "keep" }
  | { readonly action: "update"; readonly configuration: string }
) & {
  /** Whether this release was rolled back, on serverless or on instances. */
  readonly isRejected: boolean;
  readonly reason: string;
  readonly memory: ServerlessMemory;
};

/** Memory of a controller that never moved the serverless endpoint. */
export const emptyServerlessMemory: ServerlessMemory = { rejected: [] };

/**
 * Returns whether the serverless endpoint moves to the live release. If a real-time endpoint exists, serverless moves
 * after it accepted the release, else at once. It never moves to a rejected release. Each release is tried once.
 */
export function decideServerless(observation: FollowObservation): FollowDecision {
  const { memory, now, order, own, realTime, serverless, spec } = observation;
  const keep = (reason: string, isRejected = false, remembered = own): FollowDecision => ({
    ...{ action: "keep", reason, isRejected, memory: remembered },
  });
  const { configuration } = spec.serverless.live;
  const isStanding = (at: number): boolean => (order.retryAt ?? Number.NEGATIVE_INFINITY) < at;
  if (memory.retired) return keep("retired: the endpoint stays as it is");
  if (serverless.status !== "InService") return keep(`the endpoint is ${serverless.status}`);
  if (serverless.configuration === configuration) return keep("the endpoint runs the live release");

  const live = spec.realTime.live.configuration;
  if (memory.rejected.some(({ at, generation }) => generation === live && isStanding(at))) {
    return keep(`the release was rolled back on instances (${live})`, true);
  }
  const { rejected, update } = own;
  const refused = `${configuration} was updated to and taken back`;
  if (rejected.some(({ at, generation }) => generation === configuration && isStanding(at))) {
    return keep(refused, true);
  }
  if (
    update?.generation === configuration &&
    isStanding(update.at) &&
    serverless.modifiedAt > update.modifiedAt
  ) {
    const others = rejected.filter(({ generation }) => generation !== configuration);
    const all = [...others, { at: now, generation: configuration }];
    return keep(refused, true, { ...own, rejected: all });
  }
  const waits = waitReason(realTime, live);
  if (waits !== undefined) return keep(waits);
  return {
    action: "update",
    configuration,
    isRejected: false,
    reason: `the endpoint runs ${serverless.configuration}, the live release is ${configuration}`,
    memory: {
      rejected: rejected.filter(({ generation }) => generation !== configuration),
      update: { at: now, generation: configuration, modifiedAt: serverless.modifiedAt },
    },
  };
}

/** Returns why serverless waits; undefined if the real-time endpoint runs the release or does not exist. */
function waitReason(realTime: EndpointState, live: string): string | undefined {
  switch (realTime.status) {
    case "Absent":
    case "Deleting":
    case "Failed":
      return undefined;
    case "InService":
      if (realTime.configuration === live) return undefined;
      return `real time runs ${realTime.configuration} and takes ${live} first`;
    default:
      return `real time is ${realTime.status} and takes ${live} first`;
  }
}
