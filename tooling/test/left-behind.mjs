import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { checks, report } from "./command.mjs";

/** What a run of the tests must leave as it was. */
export function lookAround() {
  return { changes: output("git", ["status", "--porcelain"]) };
}

/** The tests change no file that git knows, and end every process that they started. */
export function leftBehind(before) {
  const run = join(report.directory, "home", "run.json");
  return checks([
    {
      name: "no file that git tracks or would track is changed",
      check: () => same(before.changes, output("git", ["status", "--porcelain"])),
    },
    {
      name: "no process with the tests' directories in its command line or environment is left",
      check: () => same("", processesOfTests()),
    },
    { name: "no run of a local AWS is left", check: () => (existsSync(run) ? 1 : 0) },
  ]);
}

function processesOfTests() {
  const marks = [report.directory, process.env.TMPDIR];
  // `e` adds the environment: a model server knows its run only by that. This process and its own ps do not count.
  return output("ps", ["-ww", "-eo", "pid=,ppid=,args=", "e"])
    .split("\n")
    .filter((line) => marks.some((mark) => line.includes(mark)))
    .filter((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return pid !== process.pid && parent !== process.pid;
    })
    .join("\n");
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
