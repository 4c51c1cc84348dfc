import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { layout } from "@pictor/cli";

/** What of a clone a run needs: sources as they were built, and what is installed. */
const parts = ["apps", "node_modules", "package.json", "packages", "proofs", "tooling"];

/** Makes a second clone of this one as it is set up, by hard links where both are on one disk: nothing is built anew. */
export function cloneTo(directory: string): string {
  mkdirSync(directory, { recursive: true });
  const sources = parts.map((part) => join(layout.root, part));
  const copy = (how: string) => spawnSync("cp", [how, ...sources, directory], { encoding: "utf8" });
  if (copy("-al").status !== 0) {
    const { status, stderr } = copy("-a");
    if (status !== 0) throw new Error(stderr);
  }
  return directory;
}
