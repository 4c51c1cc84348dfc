import { spawnSync } from "node:child_process";

/** Rounds of killing: what is killed in one may have started something while it was listed. */
const rounds = 20;

/**
 * Processes with one of these texts in their command line or environment, without this one.
 *
 * @returns the id of each, and its line of `ps`
 */
export function processesWith(marks) {
  // `e` adds the environment: a model server has the directory of its run only there.
  const { status, stdout, error, pid } = spawnSync("ps", ["-ww", "-eo", "pid=,args=", "e"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`ps: ${error?.message ?? status}`);
  return stdout
    .split("\n")
    .filter((line) => marks.some((mark) => line.includes(mark)))
    .map((line) => ({ pid: Number.parseInt(line, 10), line }))
    .filter((found) => found.pid !== process.pid && found.pid !== pid);
}

/** Kills the processes with one of these texts, whatever process group they are in. */
export function killProcessesWith(marks) {
  for (let round = 0; round < rounds; round += 1) {
    const found = processesWith(marks);
    if (found.length === 0) return;
    for (const { pid } of found) signal(pid, "SIGKILL");
  }
}

/** Sends a signal to a process, or with a negative id to a process group, unless it has ended. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    // macOS: no permission for a group whose processes have ended and are still listed.
    if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
  }
}
