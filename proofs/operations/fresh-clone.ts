import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { layout } from "@pictor/cli";

const installed = /(^|\/)(node_modules|\.venv)$/;
const compiled = ".pictor-build";
/** Stamps of the set-up: files that it writes again in their place, so that a link would reach this tree. */
const stamps = [".pictor-set-up", compiled];

/**
 * Makes a clone of this tree as a new operator has one: sources under version control, nothing compiled. Only what is
 * installed is not installed anew, but linked.
 */
export function freshClone(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const tracked = run(
    layout.root,
    "git",
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  )
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(layout.root, file)));
  for (const file of tracked) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    copyFileSync(join(layout.root, file), join(directory, file));
  }
  for (const path of installedBelow(layout.root)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    link(join(layout.root, path), join(directory, path));
    for (const stamp of stamps) ownFile(join(directory, path, stamp));
  }
  rmSync(join(directory, "node_modules", compiled), { force: true });
  run(directory, "git", "init", "--quiet", "--initial-branch=main");
  commitAll(directory, "Pictor");
}

/** Commits everything in a clone, as somebody whom no test knows. */
export function commitAll(directory: string, subject: string): void {
  run(directory, "git", "add", "--all");
  const who = ["-c", "user.name=Pictor", "-c", "user.email=pictor@example.com"];
  run(directory, "git", ...who, "commit", "--quiet", `--message=${subject}`);
}

/** Runs a command that must succeed; its standard output. */
export function run(directory: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, [...args], {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Directories of installed packages, from the root. */
function installedBelow(root: string): readonly string[] {
  const prune = ["(", "-name", "node_modules", "-o", "-name", ".venv", "-o", "-name", ".git"];
  return run(root, "find", ".", ...prune, ")", "-prune", "-print")
    .split("\n")
    .filter((path) => installed.test(path));
}

/** Makes a linked file, if there is one, a file of its own. */
function ownFile(file: string): void {
  if (!existsSync(file)) return;
  const content = readFileSync(file);
  rmSync(file);
  writeFileSync(file, content);
}

/** By hard links where both are on one disk. */
function link(from: string, to: string): void {
  if (spawnSync("cp", ["-al", from, to]).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  run(dirname(from), "cp", "-a", from, to);
}
