import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cli, home, pictorVariables, resultFile } from "./places";

/** Steps that may end after the result: until then Terraform locks their states, which the story plans. */
const lateSteps = ["state bucket", "stack local-data"];

/** Runs `pictor start` once for all files, beside whatever else runs in this clone. */
export default async function start(): Promise<void> {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const child = spawn(process.execPath, [cli, "start", "--json"], {
    env: pictorVariables(),
    // The channel closes when Jest ends, however it ends; what it started ends with it.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (data: Buffer) => {
    complaints += data;
  });
  const late = new Set(lateSteps);
  let result: unknown;
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as Readable }).on("line", (line) => {
      const event = JSON.parse(line);
      if (event.event === "step") console.log(`${event.step}: ${event.status}, ${event.seconds} s`);
      if (event.event === "step") late.delete(event.step);
      if (event.event === "result") result = event.result;
      if (result !== undefined && late.size === 0) resolve();
    });
    child.on("exit", (code) => reject(new Error(`pictor start ended with ${code}: ${complaints}`)));
  });
  child.removeAllListeners("exit");
  writeFileSync(resultFile, JSON.stringify({ pid: child.pid, result }));
}
