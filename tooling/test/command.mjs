import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { root } from "../setup/paths.mjs";
import { turboEnvironment } from "../setup/turbo-environment.mjs";
import { killProcessesWith, signal } from "./processes.mjs";

export const report = { directory: join(root, ".pictor", "test") };

/** Milliseconds that commands have to end by themselves after a signal. */
const graceMs = 5_000;

const running = new Set();
const marks = [];
let isListening = false;
let isEnding = false;

/**
 * Sets a text that every process of this run, and no other process, has in its command line or environment. A signal ends
 * them all by it: a model server leads a process group of its own.
 */
export function markOfRun(text) {
  marks.push(text);
  listen();
}

/**
 * Runs a command; resolves with its exit code, never rejects. A command that runs beside another has a `label`, which
 * each of its lines begins with. SIGINT, SIGTERM and SIGHUP end the command, all that it started, and this process.
 */
export function run(command, args, { cwd = root, env = {}, label } = {}) {
  listen();
  return new Promise((resolve) => {
    // An interrupted command has neither passed nor failed, and nothing follows it.
    if (isEnding) return;
    const settle = (code) => isEnding || resolve(code);
    const output = label === undefined ? "inherit" : "pipe";
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...turboEnvironment(), ...env },
      stdio: ["ignore", output, output],
      // A process group of its own, which a signal to the group reaches whole: Jest alone would leave its workers.
      detached: true,
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on("line", (line) => console.log(`${label} │ ${line}`));
    }
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      running.delete(child);
      settle(127);
    });
    child.on("close", (code) => {
      running.delete(child);
      settle(code ?? 1);
    });
  });
}

function listen() {
  if (isListening) return;
  isListening = true;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => end(name));
}

async function end(name) {
  if (isEnding) return;
  isEnding = true;
  const children = [...running];
  const exits = children
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    .map((child) => once(child, "exit"));
  for (const { pid } of children) signal(-pid, name);
  await Promise.race([Promise.all(exits), pause(graceMs)]);
  for (const { pid } of children) signal(-pid, "SIGKILL");
  killProcessesWith(marks);
  process.exit(128 + constants.signals[name]);
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
  // Of checks that block, a signal would otherwise wait for the last.
  await nextTurn();
  const code = check ? await check() : await run(command, args, options);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
  return code === 0;
}

function counted(results) {
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
