import { readFileSync } from "node:fs";
import { layout } from "./layout";

/** What has nothing to do with Pictor, and how its user can mend it. */
interface Cause {
  readonly id: string;
  readonly pattern: string;
  readonly hint: string;
}

/** A refused connection is not the network's fault where everything is on loopback. */
const ofInstallations = "no-registry";

/**
 * The next thing to try where a text tells of a full disk or of a directory that cannot be written; the set-up
 * says the same.
 */
export function mendingHint(text: string): string | undefined {
  const causes: readonly Cause[] = JSON.parse(readFileSync(layout.causes, "utf8"));
  return causes.find(
    ({ id, pattern }) => id !== ofInstallations && new RegExp(pattern, "i").test(text),
  )?.hint;
}
