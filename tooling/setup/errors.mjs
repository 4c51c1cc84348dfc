import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that the user can mend; its message says how. */
export class SetUpError extends Error {}

/** Data, since the pictor command reads it, too. */
const causes = JSON.parse(readFileSync(join(import.meta.dirname, "causes.json"), "utf8"));

/** The next thing to try, read from the end of a failed step's output; empty where the output tells nothing known. */
export function hintFor(output) {
  return causes.find(({ pattern }) => new RegExp(pattern, "i").test(output))?.hint ?? "";
}
