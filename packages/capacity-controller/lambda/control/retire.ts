import { setTimeout } from "node:timers/promises";
import { type CapacitySpec, retire as retired } from "@pictor/capacity";
import { isRefusal } from "./clients";
import { deletable, deleteEndpoint, describeEndpoint } from "./endpoints";
import { deregister } from "./scaling";
import type { Store } from "./store";

/** Milliseconds of waiting for the endpoint to go. */
const longestMs = 240_000;
const pollMs = 2_000;

/**
 * Ends the real-time endpoint before the environment is destroyed: sets the flag that ticks obey, deletes the endpoint
 * as soon as its state allows, and waits until it is gone.
 *
 * @throws Error if the environment is protected, or the endpoint is still there in the end
 */
export async function retire(store: Store, remainingMs: number): Promise<{ retired: string }> {
  const end = performance.now() + Math.min(longestMs, remainingMs - 20_000);
  const { spec } = await store.read();
  const { name } = spec.realTime;
  if (spec.protected) {
    throw new Error(
      `the environment is protected: endpoint ${name} is not retired. Set its protection to false, apply, and destroy again`,
    );
  }
  let looksAbsent = 0;
  for (;;) {
    await raiseFlag(store);
    const { modifiedAt, state } = await describeEndpoint(name);
    // Twice: a tick that had read the state before the flag may just be creating it.
    looksAbsent = state.status === "Absent" ? looksAbsent + 1 : 0;
    if (looksAbsent === 2) {
      await deregister(spec.realTime);
      return { retired: name };
    }
    if (deletable.includes(state.status)) await remove(spec);
    if (performance.now() + pollMs > end) {
      const since = modifiedAt === undefined ? "just now" : new Date(modifiedAt).toISOString();
      throw new Error(
        `endpoint ${name} is ${state.status} since ${since}, so it cannot be deleted yet: run destroy again`,
      );
    }
    await setTimeout(pollMs);
  }
}

/** Sets the flag; again where a tick that was under way wrote over it. */
async function raiseFlag(store: Store): Promise<void> {
  const state = await store.readState();
  if (!state.memory.retired) await store.writeState(retired(state, Date.now()));
}

async function remove({ realTime }: CapacitySpec): Promise<void> {
  await deregister(realTime);
  try {
    await deleteEndpoint(realTime.name);
  } catch (error) {
    // Its state changed since it was described: the next look decides.
    if (!isRefusal(error, "ValidationException")) throw error;
  }
}
