import type { CapacityMemory } from "../observation";

/**
 * Whether a decision may still be carried out: no other tick and no operator changed the memory since it was read.
 *
 * The controller reads the stored memory again right before it writes the decision's. Otherwise a late tick could
 * overwrite the memory of a newer tick, and the controller could update the endpoint to a rolled-back generation again.
 *
 * @param read memory of the observation
 * @param stored memory as it is stored now
 */
export function mayAct(read: CapacityMemory, stored: CapacityMemory): boolean {
  return read.actedAt === stored.actedAt;
}
