import { setTimeout as sleep } from "node:timers/promises";
import { readRun, releaseRun } from "@pictor/local";
import { isAlive, sendSignal, UserError } from "@pictor/terraform";
import type { Command } from "commander";
import { findHome } from "../run/home";

/** Everything has this long to end in order. */
const limitMs = 60_000;
const pollMs = 100;

export function addStop(program: Command): void {
  program
    .command("stop")
    .summary("end the local AWS on this machine")
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor stop")
    .action(async ({ json }: { json?: true }) => {
      const stopped = await stop(findHome(process.env).runFile);
      const text = stopped ? "stopped" : "nothing was running";
      console.log(json ? JSON.stringify({ stopped }) : text);
    });
}

/**
 * Tells the supervisor to end, and waits until it has.
 *
 * @returns whether there was anything to end
 */
async function stop(runFile: string): Promise<boolean> {
  const reading = readRun(runFile);
  if (reading.kind === "stale" && reading.run !== undefined) releaseRun(runFile, reading.run);
  if (reading.kind !== "running") return false;
  const { supervisor } = reading.run;
  sendSignal(supervisor, "SIGTERM");
  const end = performance.now() + limitMs;
  while (isAlive(supervisor)) {
    if (performance.now() > end) {
      throw new UserError(`process ${supervisor.pid} has not ended after ${limitMs / 1000} s`, {
        hint: `end it with 'kill -9 ${supervisor.pid}'; what it started ends with it`,
      });
    }
    await sleep(pollMs);
  }
  return true;
}
