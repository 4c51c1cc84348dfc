import type { CapacityMemory } from "../observation";
import type { CapacityPolicy } from "../policy/policy";

/**
 * Returns the memory after a creation failed: SageMaker refused the call, or the endpoint became `Failed`. Counts each
 * creation once, even if several ticks see its failure.
 */
export function failedCreation(
  memory: CapacityMemory,
  { backOffMinutes: { first, most } }: CapacityPolicy,
  now: number,
): CapacityMemory {
  const { creation, ...rest } = memory;
  if (creation === undefined) return memory;
  const failures = (memory.backOff?.failures ?? 0) + 1;
  const minutes = Math.min(most, first * 2 ** (failures - 1));
  return { ...rest, backOff: { failures, at: now, until: now + minutes * 60_000 } };
}

/** Returns the memory after SageMaker refused an update. The update never began, so the controller may try it again. */
export function refusedUpdate({ update: _refused, ...memory }: CapacityMemory): CapacityMemory {
  return memory;
}
