import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** Tools from PyPI that read a plan's JSON and write a report for its reviewer, and what they do not do. */
const peers = [
  {
    name: "pyrrho 0.2.1",
    command: (file) => ["pyrrho", "--format", "markdown", file],
    // Exit code 1: it blocks the plan.
    codes: [0, 1],
    lacks: "other rules, cost, dependents",
  },
  {
    name: "tf-peek 1.3.0",
    command: (file) => ["tf-peek", file],
    codes: [0],
    lacks: "rules, cost, dependents",
  },
  {
    name: "readtheplan 0.4.0",
    command: (file) => ["readtheplan", "analyze", file],
    codes: [0],
    lacks: "attributes, rules, cost, dependents",
  },
];

const here = import.meta.dirname;
const venv = join(here, ".venv");

/**
 * Seconds of whole processes, from a plan's file to a Markdown report: ours and each peer's, one after another in each
 * round.
 *
 * @returns rows to print; undefined if the peers cannot be installed
 */
export function besidePeers(text, rounds = 5) {
  if (!install()) return undefined;
  const directory = mkdtempSync(join(tmpdir(), "pictor-review-peers-"));
  const file = join(directory, "plan.json");
  writeFileSync(file, text);
  const run = (command, args, codes) => {
    const begin = performance.now();
    const { status, stderr, stdout } = spawnSync(command, args, {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (!codes.includes(status)) throw new Error(`${command} ended with ${status}: ${stderr}`);
    return { seconds: (performance.now() - begin) / 1000, lines: stdout.split("\n").length };
  };
  const all = [
    {
      name: "pictor",
      lacks: "",
      run: () => run(process.execPath, [join(here, "ours.mjs"), file], [0]),
    },
    ...peers.map(({ command, codes, ...peer }) => {
      const [tool, ...args] = command(file);
      return { ...peer, run: () => run(join(venv, "bin", tool), args, codes) };
    }),
  ].map((each) => ({ ...each, runs: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of all) each.runs.push(each.run());
  }
  rmSync(directory, { recursive: true });
  const [ours] = all;
  return all.map(({ name, lacks, runs }) => ({
    tool: name,
    seconds: median(runs.map(({ seconds }) => seconds)).toFixed(2),
    "ours is": `${median(runs.map(({ seconds }, at) => ours.runs[at].seconds / seconds)).toFixed(1)}x`,
    lines: runs[0].lines,
    lacks,
  }));
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Installs the peers into an environment of their own, once. */
function install() {
  const lock = join(here, "requirements.lock");
  const stamp = join(venv, ".installed");
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  rmSync(venv, { recursive: true, force: true });
  const python = join(here, "..", "..", "packages", "local", ".venv", "bin", "python");
  const pip = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"];
  const isInstalled = [
    [python, ["-m", "venv", venv]],
    [join(venv, "bin", "python"), [...pip, "-r", lock]],
  ].every(([command, args]) => spawnSync(command, args, { stdio: "inherit" }).status === 0);
  if (isInstalled) writeFileSync(stamp, wanted);
  return isInstalled;
}
