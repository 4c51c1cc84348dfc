import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * `node leash.js <graceMs> <command> [argument…]` runs a command that ends when this process's standard input does:
 * when whoever started it wants it to end, or is gone, however that came about. SIGINT first, SIGKILL after the grace.
 *
 * The command writes to this process, which hands on. If its reader is gone, the command can still write while it ends:
 * a pipe without a reader would end Terraform by SIGPIPE, before it has saved its state.
 *
 * It must lead a process group of its own.
 */
const [grace = "", command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });

let ending = false;
function end(): void {
  if (ending) return;
  ending = true;
  child.kill("SIGINT");
  setTimeout(() => process.kill(-process.pid, "SIGKILL"), Number(grace));
}

process.stdin.on("close", end).on("error", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

for (const [from, to] of [
  [child.stdout, process.stdout],
  [child.stderr, process.stderr],
] as const) {
  from.pipe(to, { end: false });
  // Without a reader nothing is handed on, but the command's output is still read.
  to.on("error", () => from.unpipe(to).resume());
}

child.on("error", (error) => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exit(127);
});
// Not at its exit: what it wrote last may still be on its way, to this process and from it. `process.exit` would lose what
// a busy reader has not taken yet.
child.on("close", async (code, signal) => {
  await Promise.all([process.stdout, process.stderr].map(handedOn));
  process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
});

/** Fulfilled when all that was written to a stream is with its reader, or the reader is gone. */
function handedOn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
