import type { CapacityMode, CapacityOrder, CapacityState } from "@pictor/capacity";

/** What an operator wants to change. */
export interface OrderChange {
  /** A mode to stay in, or `none`: the controller decides again. */
  readonly pin?: CapacityMode | "none";
  /** Whether a rejected generation, or a creation that failed, may be tried again; and a destroy is given up. */
  readonly retry?: true;
}

/**
 * The order with a change.
 *
 * @param now milliseconds since 1970
 */
export function changedOrder(
  order: CapacityOrder,
  { pin, retry }: OrderChange,
  state: CapacityState,
  now: number,
): CapacityOrder {
  const { pin: _mode, pinnedAt: _at, ...unpinned } = order;
  const at = Math.max(now, newestTime(state));
  return {
    ...(pin === "none" ? unpinned : order),
    ...(pin !== undefined && pin !== "none" && { pin, pinnedAt: at }),
    ...(retry && { retryAt: at }),
  };
}

/**
 * The newest time in the controller's state. An order counts from its time on: one from a computer whose clock is
 * behind would be older than what it is about, and ignored.
 */
function newestTime({ last, memory, retiredAt, serverless }: CapacityState): number {
  return Math.max(
    last?.at ?? 0,
    retiredAt ?? 0,
    memory.actedAt ?? 0,
    memory.backOff?.at ?? 0,
    ...[...memory.rejected, ...(serverless?.rejected ?? [])].map(({ at }) => at),
  );
}
