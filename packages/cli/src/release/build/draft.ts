import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { identify } from "@pictor/terraform";

/** Where a process works on what shall be at `directory` once it is whole. */
export function draftOf(directory: string): string {
  return `${directory}.${process.pid}`;
}

/** Puts a finished draft in the place of `directory`, which is never there in half. */
export function replace(directory: string, draft: string): void {
  const old = `${draft}.old`;
  if (existsSync(directory)) renameSync(directory, old);
  renameSync(draft, directory);
  rmSync(old, { recursive: true, force: true });
}

/** Removes drafts beside `directory` whose processes were killed before they could do so. Call it before drafting. */
export function removeDeadDrafts(directory: string): void {
  const parent = dirname(directory);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /^\w+\.(\d+)(\.old)?$/.exec(name)?.[1];
    if (pid !== undefined && !isElsewhere(Number(pid))) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** Whether another process works on it; this one has not begun, so that it must have had an earlier one's pid. */
function isElsewhere(pid: number): boolean {
  return pid !== process.pid && identify(pid) !== undefined;
}
