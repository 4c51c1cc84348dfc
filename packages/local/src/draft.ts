import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes what is to take a file's place beside it: all of it, or on a full disk nothing.
 *
 * @param mode permissions, for example 0o600 for its owner's eyes only
 * @returns the draft's path
 */
export function writeDraft(file: string, text: string, mode?: number): string {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: mode ?? 0o644 });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return draft;
}

/** Replaces a file: readers see the old or the new one, never half of one. */
export function replaceFile(file: string, text: string, mode?: number): void {
  renameSync(writeDraft(file, text, mode), file);
}
