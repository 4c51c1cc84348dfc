import type { Logger } from "@aws-lambda-powertools/logger";
import {
  type CapacityState,
  type Decision,
  decide,
  decideServerless,
  emptyServerlessMemory,
  type FollowDecision,
  isReinstated,
  mayAct,
  modeOf,
  nextState,
  type Observation,
  reinstate,
  requestsAt,
} from "@pictor/capacity";
import { type Acted, actOnRealTime, actOnServerless, nothing } from "./act";
import { wordsOf } from "./clients";
import type { TickMetrics } from "./emit";
import { type Described, describeEndpoint } from "./endpoints";
import { isRollbackAlarmOn } from "./read-alarms";
import type { MetricsReader } from "./read-metrics";
import { ensureScaling } from "./scaling";
import type { ControlSettings } from "./settings";
import type { Store, Stored } from "./store";
import { type Message, tell } from "./tell";

type Rejection = CapacityState["memory"]["rejected"][number];

/** What a tick works with. */
export interface TickParts {
  readonly settings: ControlSettings;
  readonly functionName: string;
  readonly store: Store;
  readonly reader: MetricsReader;
  readonly metrics: TickMetrics;
  readonly logger: Logger;
}

/** Everything that a tick saw, and decided. */
interface Seen {
  readonly now: number;
  readonly stored: Stored;
  /** The state as it is decided from: reinstated where an operator said so. */
  readonly state: CapacityState;
  readonly realTime: Described;
  readonly serverless: Described;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly follow: FollowDecision;
}

/**
 * Reads everything, decides, writes what it will do, does it, and publishes what it was.
 *
 * @throws Error if something could not be read: then there is no heartbeat; or if a call failed
 */
export async function tick(parts: TickParts, now: number): Promise<void> {
  const seen = await observe(parts, now);
  const state = nextState(seen.state, {
    ...{ now, realTime: seen.realTime.state, serverless: seen.serverless.state },
    described: [seen.realTime, seen.serverless].flatMap(({ configuration }) =>
      configuration === undefined ? [] : [configuration],
    ),
    ...{ decision: seen.decision, follow: seen.follow },
  });
  const acted = await act(parts, seen, state);
  publish(parts, seen, acted);
  const messages = [...acted.flatMap((each) => newsOf(each, seen)), ...rejections(seen)];
  for (const message of messages) await tell(parts.settings.topicArn, message);
  const failures = acted.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) throw new Error(failures.join("; "));
}

async function observe(parts: TickParts, now: number): Promise<Seen> {
  const stored = await parts.store.read();
  const { order, spec } = stored;
  const [realTime, serverless, recent, earlier, isRinging] = await Promise.all([
    describeEndpoint(spec.realTime.name),
    describeEndpoint(spec.serverless.name),
    parts.reader.recent(now, spec.policy),
    parts.reader.history(now, spec.policy),
    isRollbackAlarmOn(spec.realTime),
  ]);
  const state = isReinstated(stored.state, order) ? reinstate(stored.state) : stored.state;
  const { memory, warmed } = state;
  const observation: Observation = {
    now,
    ...recent,
    ...earlier,
    endpoint: realTime.state,
    spec: {
      live: generationOf(spec.realTime.live),
      ...(spec.realTime.previous && { previous: generationOf(spec.realTime.previous) }),
    },
    memory,
    order,
    isRollbackAlarmOn: isRinging,
    ...(warmed && { warmed }),
  };
  const decision = decide(observation, spec.policy);
  const follow = decideServerless({
    ...{ now, spec, order, memory: decision.memory },
    realTime: realTime.state,
    serverless: serverless.state,
    own: state.serverless ?? emptyServerlessMemory,
  });
  return { now, stored, state, realTime, serverless, observation, decision, follow };
}

function generationOf({ configuration }: { readonly configuration: string }) {
  return { generation: configuration, configuration };
}

/** Writes the state and then acts, if nobody acted since it was read. */
async function act(
  { functionName, logger, store }: TickParts,
  seen: Seen,
  state: CapacityState,
): Promise<readonly Acted[]> {
  const { decision, follow, now, realTime, stored } = seen;
  if (decision.because === "stale") return [];
  const isChanged = JSON.stringify(state) !== JSON.stringify(stored.state);
  const before = await store.readState();
  if (!mayAct(stored.state.memory, before.memory)) {
    logger.info("void", { at: now, reason: "another tick acted since this one read the state" });
    return [];
  }
  if (isChanged) await store.writeState(state);
  const { configuration } = realTime;
  const { spec } = stored;
  const first = await attempt(() =>
    actOnRealTime(store, spec, state, decision, configuration, now),
  );
  const latest = first.state ?? state;
  const second = await attempt(() => actOnServerless(store, spec, latest, follow));
  const isStaying = decision.action === "keep" || decision.action === "warm";
  if (realTime.state.status !== "InService" || !isStaying || state.memory.retired) {
    return [first, second];
  }
  const third = await attempt(async () => {
    await ensureScaling(spec.realTime, functionName);
    return nothing;
  });
  return [first, second, third];
}

/** A call that fails is told at the end: the tick still says what it saw. */
async function attempt(work: () => Promise<Acted>): Promise<Acted> {
  try {
    return await work();
  } catch (error) {
    return { ...nothing, failure: wordsOf(error) };
  }
}

function publish({ logger, metrics }: TickParts, seen: Seen, acted: readonly Acted[]): void {
  const { decision, follow, now, observation, realTime, serverless, state, stored } = seen;
  const { memory } = acted.findLast((each) => each.state !== undefined)?.state ?? decision;
  const { order, spec } = stored;
  metrics.publish({
    ...{ now, order, realTime: realTime.state, policy: spec.policy },
    requests: requestsAt(observation, 0),
    hasSwitched: acted.some(({ hasSwitched }) => hasSwitched),
    isRejected: decision.alarm === "rejected-generation" || follow.isRejected,
    hasCreationFailed: memory.backOff !== undefined,
    isStuck: decision.alarm === "stuck-state" || troubled.includes(serverless.state.status),
  });
  const { memory: _, ...decided } = decision;
  logger.info("decision", {
    at: now,
    action: decision.action,
    because: decision.because,
    reason: decision.reason,
    decision: decided,
    observation,
    serverless: { action: follow.action, reason: follow.reason },
    mode: modeOf(realTime.state),
    since: state.since,
    ...(realTime.failureReason !== undefined && { failureReason: realTime.failureReason }),
  });
}

/** Messages of a call, without a failure that was told when the call was made first: it is tried each minute. */
function newsOf({ failure, messages }: Acted, { decision, follow, stored }: Seen) {
  const { last, serverless } = stored.state;
  const isRepeated =
    (last?.action === decision.action && last.because === decision.because) ||
    (follow.action === "update" && serverless?.update?.generation === follow.configuration);
  // A failed creation waits before the next one.
  return failure !== undefined && isRepeated && decision.action !== "create" ? [] : messages;
}

/** States of the serverless endpoint in which only people help. */
const troubled: readonly string[] = ["Failed", "OutOfService", "UpdateRollbackFailed"];

/** Messages about generations that were rejected at this tick. */
function rejections({ decision, follow, state, stored }: Seen): readonly Message[] {
  const { realTime, serverless } = stored.spec;
  const news = [
    ...newOf(realTime.name, state.memory.rejected, decision.memory.rejected),
    ...newOf(serverless.name, state.serverless?.rejected ?? [], follow.memory.rejected),
  ];
  return news.map(({ name, generation }) => ({
    subject: `${name}: release rejected`,
    text: `SageMaker rolled ${generation} back. The release before it serves. The controller does not try ${generation} again until the spec changes or an operator orders a retry.`,
  }));
}

function newOf(name: string, before: readonly Rejection[], now: readonly Rejection[]) {
  return now
    .filter(({ at, generation }) =>
      before.every((each) => each.generation !== generation || each.at !== at),
    )
    .map(({ generation }) => ({ name, generation }));
}
