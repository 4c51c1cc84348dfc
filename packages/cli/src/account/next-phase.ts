import type { AccountStates } from "./states";

/** What is to be done first. */
export type Phase =
  /** Apply with the state in the file, then move the state into the bucket. */
  | { readonly kind: "begin" | "continue" }
  /** Apply with the state in the bucket. */
  | { readonly kind: "moved" }
  /** Nobody knows which state is the account's. */
  | { readonly kind: "refused"; readonly problem: string; readonly hint: string };

/**
 * Decides from what exists, and not from what was noted, where to go on: a note can be lost by a kill.
 *
 * @param bucket of the account's states
 * @param file of the local state
 */
export function nextPhase(
  { bucketExists, local, remote }: AccountStates,
  bucket: string,
  file: string,
): Phase {
  // Before 'terraform init -migrate-state' moves a state into a bucket, it writes an empty one there, of another lineage.
  if (remote === undefined || remote.resources === 0) {
    if (local !== undefined) return { kind: "continue" };
    if (!bucketExists) return { kind: "begin" };
    return {
      kind: "refused",
      problem: `bucket ${bucket} exists, but it has no state of the account's stack, nor is there one in ${file}`,
      hint: `copy the file 'terraform.account.tfstate' of the first set-up to ${file}, and run it again; without that file, import what exists with 'terraform import'`,
    };
  }
  if (local === undefined) return { kind: "moved" };
  if (local.lineage !== remote.lineage) {
    return {
      kind: "refused",
      problem: `the states in ${bucket} and in ${file} are of two different set-ups (lineages ${remote.lineage} and ${local.lineage})`,
      hint: `see by 'terraform state list' which of them has the account's resources; move the file away if it is the bucket's`,
    };
  }
  if (local.serial > remote.serial) {
    return {
      kind: "refused",
      problem: `the state in ${file} is newer than the one in ${bucket} (serials ${local.serial} and ${remote.serial})`,
      hint: `compare both; push the file by 'terraform state push ${file}', or move it away`,
    };
  }
  return { kind: "moved" };
}
