import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { checks, report } from "./command.mjs";
import { processesWith } from "./processes.mjs";

/**
 * What a run of the tests must leave as it was.
 *
 * @param written files that the run itself writes
 */
export function lookAround(written = []) {
  return { written, changes: changesExcept(written) };
}

/** The tests change no file that git knows, and end every process that they started. */
export function leftBehind(before) {
  const run = join(report.directory, "home", "run.json");
  return checks([
    {
      name: "no file that git tracks or would track is changed",
      check: () => same(before.changes, changesExcept(before.written)),
    },
    {
      name: "no process with the tests' directories in its command line or environment is left",
      check: () => same("", lines(processesWith([report.directory, process.env.TMPDIR]))),
    },
    { name: "no run of a local AWS is left", check: () => (existsSync(run) ? 1 : 0) },
  ]);
}

function changesExcept(written) {
  return output("git", [
    "status",
    "--porcelain",
    "--",
    ".",
    ...written.map((file) => `:(exclude)${file}`),
  ]);
}

function lines(processes) {
  return processes.map(({ line }) => line).join("\n");
}

function same(expected, found) {
  if (found === expected) return 0;
  console.error(`expected:\n${expected}\nfound:\n${found}`);
  return 1;
}

function output(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? status}`);
  return stdout;
}
