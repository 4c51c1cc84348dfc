import type { CapacityMemory, Generation, Observation } from "../observation";
import type { CapacityPolicy } from "../policy/policy";
import type { Decision, Grounds } from "./decision";
import { wantedMode } from "./wanted";
import { pingReason } from "./warming";
import { minutesBetween } from "./words";

/** Minutes after CreateEndpoint was called in which DescribeEndpoint may not return the endpoint yet. */
const settleMinutes = 2;

/** Decides while there is no endpoint: keep, create, or ping serverless. */
export function decideAbsent(observation: Observation, policy: CapacityPolicy): Decision {
  const { now } = observation;
  const { stay: _over, ...memory } = observation.memory;
  const keep = (grounds: Grounds, alarm?: Decision["alarm"]): Decision => ({
    action: "keep",
    ...grounds,
    memory,
    ...(alarm !== undefined && { alarm }),
  });
  if (memory.creation !== undefined && minutesBetween(memory.creation.at, now) < settleMinutes) {
    const reason = "a creation was just asked for";
    return keep({ because: "transition", reason, numbers: {} });
  }
  const wanted = wantedMode(observation, policy, false);
  if (wanted.mode === "serverless") {
    const ping = pingReason(observation, policy);
    return ping === undefined
      ? keep(wanted.grounds)
      : { action: "warm", count: 1, ...ping, memory };
  }
  const blocked = refusal(observation, policy, memory, wanted.isOrder === true);
  if (blocked !== undefined) return keep(blocked.grounds, blocked.alarm);
  const target = creatable(observation);
  if (target === undefined) {
    const { generation } = observation.spec.live;
    const reason = `generation ${generation} was rolled back and there is no earlier one: serverless serves`;
    return keep({ because: "rejected", reason, numbers: {} }, "rejected-generation");
  }
  return {
    action: "create",
    target,
    ...wanted.grounds,
    memory: {
      ...memory,
      creation: { at: now, generation: target.generation },
      actedAt: now,
      ...(wanted.forecastAt !== undefined && { forecastAt: wanted.forecastAt }),
    },
  };
}

/** Returns the reason not to create the endpoint now; undefined if it may be created. */
function refusal(
  { now, order }: Observation,
  { minimumDwellMinutes }: CapacityPolicy,
  { backOff, leftAt }: CapacityMemory,
  isOrder: boolean,
): { readonly grounds: Grounds; readonly alarm?: Decision["alarm"] } | undefined {
  const isAllowedAgain = backOff !== undefined && (order.retryAt ?? 0) >= backOff.at;
  if (backOff !== undefined && !isAllowedAgain && now < backOff.until) {
    const minutes = Math.ceil((backOff.until - now) / 60_000);
    const reason = `${backOff.failures} creations in a row failed: the next attempt is in ${minutes} min, or after an operator orders a retry`;
    const numbers = { failures: backOff.failures, minutes };
    return { grounds: { because: "backOff", reason, numbers }, alarm: "creation-failed" };
  }
  const away = leftAt === undefined ? Number.POSITIVE_INFINITY : (now - leftAt) / 60_000;
  if (isOrder || away >= minimumDwellMinutes.serverless) return undefined;
  const minutes = Math.ceil(minimumDwellMinutes.serverless - away);
  const reason = `instances went ${Math.floor(away)} min ago: none for ${minutes} min more`;
  return { grounds: { because: "dwell", reason, numbers: { minutes } } };
}

/** Returns the generation to create: the live one, or the previous one if the live one was rolled back. */
function creatable({ memory, order, spec }: Observation): Generation | undefined {
  const isRejected = ({ generation }: Generation): boolean =>
    memory.rejected.some(
      (each) => each.generation === generation && (order.retryAt ?? 0) < each.at,
    );
  return [spec.live, spec.previous]
    .filter((each) => each !== undefined)
    .find((each) => !isRejected(each));
}
