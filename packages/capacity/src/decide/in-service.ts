import type { CapacityMemory, EndpointState, Observation } from "../observation";
import type { CapacityPolicy } from "../policy/policy";
import type { Decision } from "./decision";
import { minutesToStay, stayOf } from "./stay";
import { wantedMode } from "./wanted";
import { isWarm, warmContainers } from "./warming";

type InService = Extract<EndpointState, { status: "InService" }>;

/** Decides while the endpoint serves: keep, update, warm, delete. */
export function decideInService(
  observation: Observation,
  policy: CapacityPolicy,
  endpoint: InService,
): Decision {
  const { now } = observation;
  // The endpoint is in service, so its creation has succeeded.
  const { backOff: _over, creation: _done, ...rest } = observation.memory;
  const memory: CapacityMemory = { ...rest, stay: stayOf(observation, policy) };
  const wanted = wantedMode(observation, policy, true);
  const { forecastAt, grounds } = wanted;
  if (wanted.mode === "realTime") {
    const remembered = forecastAt === undefined ? memory : { ...memory, forecastAt };
    return (
      release(observation, endpoint, remembered) ?? {
        action: "keep",
        ...grounds,
        memory: remembered,
      }
    );
  }
  const toStay = wanted.isOrder ? 0 : minutesToStay(memory.stay ?? { since: now }, now, policy);
  if (toStay > 0) {
    const kept: Decision = {
      action: "keep",
      because: "dwell",
      reason: `instances stay for ${toStay} min more: ${grounds.reason}`,
      numbers: { minutes: toStay },
      memory,
    };
    return release(observation, endpoint, memory) ?? kept;
  }
  const count = warmContainers(observation, policy);
  if (!isWarm(observation, count)) {
    return {
      action: "warm",
      count,
      ...grounds,
      reason: `before instances go, serverless must answer ${count} at once from warm containers: ${grounds.reason}`,
      memory,
    };
  }
  return { action: "delete", ...grounds, memory: { ...memory, leftAt: now, actedAt: now } };
}

/** Returns the update to the wanted generation, once for each generation; undefined if no update is needed. */
function release(
  observation: Observation,
  { configuration, modifiedAt }: InService,
  memory: CapacityMemory,
): Decision | undefined {
  const { isRollbackAlarmOn, now, order } = observation;
  const { live } = observation.spec;
  if (configuration === live.configuration) return undefined;
  const { generation } = live;
  const isAllowedAgain = (at: number): boolean => (order.retryAt ?? Number.NEGATIVE_INFINITY) >= at;
  const rejection = memory.rejected.find((each) => each.generation === generation);
  if (rejection !== undefined && !isAllowedAgain(rejection.at)) {
    return rejected(generation, configuration, memory);
  }
  const { update } = memory;
  const wasAsked = update?.generation === generation && !isAllowedAgain(update.at);
  if (wasAsked && modifiedAt > update.modifiedAt) {
    const all = [
      ...memory.rejected.filter((each) => each.generation !== generation),
      { at: now, generation },
    ];
    return rejected(generation, configuration, { ...memory, rejected: all });
  }
  if (isRollbackAlarmOn) {
    return {
      action: "keep",
      because: "alarm",
      reason: `generation ${generation} waits: an alarm that would roll the update back rings`,
      numbers: {},
      memory,
    };
  }
  return {
    action: "update",
    target: live,
    because: "release",
    reason: `the endpoint runs ${configuration}, generation ${generation} is ${live.configuration}`,
    numbers: {},
    memory: {
      ...memory,
      rejected: memory.rejected.filter((each) => each.generation !== generation),
      update: { at: now, generation, modifiedAt },
      actedAt: now,
    },
  };
}

function rejected(generation: string, configuration: string, memory: CapacityMemory): Decision {
  return {
    action: "keep",
    because: "rejected",
    reason: `SageMaker rolled generation ${generation} back: ${configuration} serves until the spec changes or an operator orders a retry`,
    numbers: {},
    alarm: "rejected-generation",
    memory,
  };
}
