import { setTimeout } from "node:timers/promises";
import { reinstate } from "@pictor/capacity";
import { isRefusal } from "./clients";
import type { Store, Stored } from "./store";

/** Milliseconds for which a role that was just created may not have its policies yet. */
const propagationMs = 7_000;
/** Milliseconds of a kick: Terraform waits for it in every apply. */
const longestMs = 9_000;

/**
 * Checks what Terraform wrote, and decides nothing: the next tick does.
 *
 * An environment that is created is not retired: it may have been destroyed only half, and is wanted again.
 *
 * @throws Error with what is wrong with which parameter
 */
export async function kick(store: Store, action: "create" | "update"): Promise<{ spec: "valid" }> {
  const { state } = await readOnceAllowed(store);
  if (action === "create" && state.memory.retired) await store.writeState(reinstate(state));
  return { spec: "valid" };
}

async function readOnceAllowed(store: Store): Promise<Stored> {
  const start = performance.now();
  for (;;) {
    try {
      return await store.read(longestMs - (performance.now() - start));
    } catch (error) {
      const isOver = performance.now() > start + propagationMs;
      if (!isRefusal(error, "AccessDeniedException") || isOver) throw error;
      await setTimeout(1_000);
    }
  }
}
