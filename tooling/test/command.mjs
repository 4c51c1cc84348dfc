import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { turboEnvironment } from "../setup/turbo-environment.mjs";

export const report = { directory: join(root, ".pictor", "test") };

let current;
let stopped = false;

/** Ends the command that runs, and starts no further one. */
export function stop(signal) {
  stopped = true;
  current?.kill(signal);
}

/** Runs a command in the foreground; resolves with its exit code, never rejects. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  if (stopped) return 130;
  return new Promise((resolve) => {
    current = spawn(command, args, {
      cwd,
      env: { ...process.env, ...turboEnvironment(), ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    current.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    current.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs named checks, each a command that either passes or fails, and counts them. */
export async function checks(list) {
  let passed = 0;
  let failed = 0;
  for (const { name, command, args, options, check } of list) {
    const code = check ? await check() : await run(command, args, options);
    console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
    if (code === 0) passed += 1;
    else failed += 1;
  }
  return { passed, failed };
}
