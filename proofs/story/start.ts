import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cli, home, pictorVariables, resultFile } from "./places";

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
  const result = await new Promise<unknown>((resolve, reject) => {
    createInterface({ input: child.stdout as Readable }).on("line", (line) => {
      const event = JSON.parse(line);
      if (event.event === "step") console.log(`${event.step}: ${event.status}, ${event.seconds} s`);
      if (event.event === "result") resolve(event.result);
    });
    child.on("exit", (code) => reject(new Error(`pictor start ended with ${code}: ${complaints}`)));
  });
  child.removeAllListeners("exit");
  writeFileSync(resultFile, JSON.stringify({ pid: child.pid, result }));
}
