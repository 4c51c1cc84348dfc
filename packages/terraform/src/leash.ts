import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * `node leash.js <graceMs> <command> [argument…]` runs a command that ends when this process's standard input does:
 * when whoever started it wants it to end, or is gone, however that came about. SIGINT first, SIGKILL after the grace.
 *
 * It must lead a process group of its own.
 */
const [grace = "", command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });

let ending = false;
function end(): void {
  if (ending) return;
  ending = true;
  child.kill("SIGINT");
  setTimeout(() => process.kill(-process.pid, "SIGKILL"), Number(grace));
}

process.stdin.on("close", end).on("error", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

child.on("error", (error) => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
});
