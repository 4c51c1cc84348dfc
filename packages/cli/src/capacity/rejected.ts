import type { CapacityOrder, CapacityState } from "@pictor/capacity";

/** Generations of both endpoints that were rolled back and that nobody allowed again. */
export function rejectedGenerations(
  { memory, serverless }: CapacityState,
  { retryAt = 0 }: CapacityOrder,
): readonly string[] {
  return [...memory.rejected, ...(serverless?.rejected ?? [])]
    .filter(({ at }) => retryAt < at)
    .map(({ generation }) => generation);
}
