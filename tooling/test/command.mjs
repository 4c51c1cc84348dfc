import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../setup/paths.mjs";
import { turboEnvironment } from "../setup/turbo-environment.mjs";

export const report = { directory: join(root, ".pictor", "test") };

const running = new Set();
let stopped = false;

/** Ends the commands that run, and starts no further one. */
export function stop(signal) {
  stopped = true;
  for (const child of running) child.kill(signal);
}

/**
 * Runs a command; resolves with its exit code, never rejects. A command that runs beside another has a `label`, which
 * each of its lines begins with.
 */
export function run(command, args, { cwd = root, env = {}, label } = {}) {
  if (stopped) return 130;
  return new Promise((resolve) => {
    const output = label === undefined ? "inherit" : "pipe";
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...turboEnvironment(), ...env },
      stdio: ["ignore", output, output],
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on("line", (line) => console.log(`${label} │ ${line}`));
    }
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      running.delete(child);
      resolve(127);
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** Runs named checks one after another, each a command that either passes or fails, and counts them. */
export async function checks(list) {
  const passed = [];
  for (const each of list) passed.push(await passes(each));
  return counted(passed);
}

/** The same, all at once. */
export async function checksAtOnce(list) {
  return counted(await Promise.all(list.map(passes)));
}

async function passes({ name, command, args, options, check }) {
  const code = check ? await check() : await run(command, args, options);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
  return code === 0;
}

function counted(results) {
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
