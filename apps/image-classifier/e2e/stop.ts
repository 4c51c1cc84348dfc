import { existsSync, readFileSync } from "node:fs";
import { resultFile } from "./places";

/** The last file ends the local AWS; this one sees to it where a file before it failed badly. */
export default function stop(): void {
  if (!existsSync(resultFile)) return;
  const { pid } = JSON.parse(readFileSync(resultFile, "utf8"));
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
