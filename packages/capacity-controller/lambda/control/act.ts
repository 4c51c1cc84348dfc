import {
  type CapacitySpec,
  type CapacityState,
  type Decision,
  type FollowDecision,
  failedCreation,
  refusedUpdate,
} from "@pictor/capacity";
import { isAnswered, isRefusal, throttles, wordsOf } from "./clients";
import {
  createEndpoint,
  deleteEndpoint,
  instanceTypeOf,
  updateRealTime,
  updateServerless,
} from "./endpoints";
import { deregister } from "./scaling";
import type { Store } from "./store";
import type { Message } from "./tell";
import { warm } from "./warm";

/** What came of a decision's call. */
export interface Acted {
  /** Whether the endpoint was created or deleted. */
  readonly hasSwitched: boolean;
  readonly messages: readonly Message[];
  /** What failed; undefined if nothing did. */
  readonly failure?: string;
  /** The state after the call, where the call changed it. */
  readonly state?: CapacityState;
}

export const nothing: Acted = { hasSwitched: false, messages: [] };

/** Carries out a decision about the real-time endpoint, whose memory was written before. */
export async function actOnRealTime(
  store: Store,
  spec: CapacitySpec,
  written: CapacityState,
  decision: Decision,
  current: string | undefined,
  now: number,
): Promise<Acted> {
  switch (decision.action) {
    case "keep":
      return nothing;
    case "create":
      return create(store, spec, written, decision, now);
    case "update":
      return update(store, spec, written, decision, current);
    case "delete":
      return remove(spec, decision);
    case "warm":
      return warmUp(store, spec, decision.count, now);
  }
}

async function create(
  store: Store,
  { policy, realTime }: CapacitySpec,
  written: CapacityState,
  decision: Extract<Decision, { action: "create" }>,
  now: number,
): Promise<Acted> {
  const { configuration } = decision.target;
  try {
    await createEndpoint(realTime, configuration);
  } catch (error) {
    const failure = `${realTime.name} was not created: ${wordsOf(error)}`;
    // Another tick's creation, or a call of which nobody knows whether it was carried out: the next tick sees it.
    if (/already exist/i.test(failure) || !isAnswered(error)) return { ...nothing, failure };
    const state = { ...written, memory: failedCreation(written.memory, policy, now) };
    await store.writeState(state);
    const text = `${failure}\nServerless serves meanwhile. The next attempt is in ${minutesLeft(state, now)} min, or after an operator orders a retry.`;
    return {
      ...{ hasSwitched: false, failure, state },
      messages: [{ subject: `${realTime.name}: creation failed`, text }],
    };
  }
  const text = `Instances are created with ${configuration}: ${decision.reason}.\nServerless serves until they are in service.`;
  return {
    hasSwitched: true,
    messages: [{ subject: `${realTime.name}: to instances`, text }],
  };
}

async function update(
  store: Store,
  { realTime }: CapacitySpec,
  written: CapacityState,
  decision: Extract<Decision, { action: "update" }>,
  current: string | undefined,
): Promise<Acted> {
  const { configuration } = decision.target;
  try {
    // SageMaker refuses another instance type of a variant that scales; the next tick in service registers it again.
    if (await changesInstanceType(current, configuration)) await deregister(realTime);
    await updateRealTime(realTime, configuration);
    return nothing;
  } catch (error) {
    const failure = `${realTime.name} was not updated to ${configuration}: ${wordsOf(error)}`;
    if (isRefusal(error, ...throttles)) {
      const state = { ...written, memory: refusedUpdate(written.memory) };
      await store.writeState(state);
      return { ...nothing, failure, state };
    }
    return {
      ...{ hasSwitched: false, failure },
      messages: [{ subject: `${realTime.name}: update failed`, text: failure }],
    };
  }
}

async function changesInstanceType(from: string | undefined, to: string): Promise<boolean> {
  if (from === undefined) return false;
  const [is, wanted] = await Promise.all([instanceTypeOf(from), instanceTypeOf(to)]);
  return is !== wanted;
}

async function remove({ realTime }: CapacitySpec, { because, reason }: Decision): Promise<Acted> {
  try {
    await deregister(realTime);
    await deleteEndpoint(realTime.name);
  } catch (error) {
    const failure = `${realTime.name} was not deleted: ${wordsOf(error)}`;
    return {
      ...{ hasSwitched: false, failure },
      messages: [{ subject: `${realTime.name}: deletion failed`, text: failure }],
    };
  }
  const subject =
    because === "failed" ? `${realTime.name}: creation failed` : `${realTime.name}: to serverless`;
  return {
    hasSwitched: true,
    messages: [{ subject, text: `Instances are deleted: ${reason}.` }],
  };
}

async function warmUp(
  store: Store,
  spec: CapacitySpec,
  count: number,
  now: number,
): Promise<Acted> {
  const warmed = { at: now, count: await warm(spec, count) };
  // Warming takes long: another tick may have written meanwhile.
  const state = { ...(await store.readState()), warmed };
  await store.writeState(state);
  return { ...nothing, state };
}

/** Moves the serverless endpoint, where it was decided. */
export async function actOnServerless(
  store: Store,
  { serverless }: CapacitySpec,
  written: CapacityState,
  decision: FollowDecision,
): Promise<Acted> {
  if (decision.action === "keep") return nothing;
  try {
    await updateServerless(serverless, decision.configuration);
    return nothing;
  } catch (error) {
    const failure = `${serverless.name} was not updated to ${decision.configuration}: ${wordsOf(error)}`;
    if (isRefusal(error, ...throttles)) {
      const { update: _refused, ...own } = decision.memory;
      const state = { ...written, serverless: own };
      await store.writeState(state);
      return { ...nothing, failure, state };
    }
    return {
      ...{ hasSwitched: false, failure },
      messages: [{ subject: `${serverless.name}: update failed`, text: failure }],
    };
  }
}

function minutesLeft({ memory: { backOff } }: CapacityState, now: number): number {
  return Math.ceil(((backOff?.until ?? now) - now) / 60_000);
}
