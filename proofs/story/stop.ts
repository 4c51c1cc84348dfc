import { existsSync, readFileSync } from "node:fs";
import { resultFile } from "./places";

/** The last file ends the local AWS; this one sees to it where a file before it failed badly. */
export default async function stop(): Promise<void> {
  if (!existsSync(resultFile)) return;
  const { pid } = JSON.parse(readFileSync(resultFile, "utf8"));
  if (!signal(pid, "SIGTERM")) return;
  for (let tries = 0; tries < 300; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!signal(pid, 0)) return;
  }
  signal(pid, "SIGKILL");
}

/** Whether there was such a process to signal. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
