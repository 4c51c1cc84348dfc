import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process for good: a pid alone may belong to somebody else later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the operating system's own words: only good for comparing. */
  readonly startedAt: string;
}

/** The process that has this pid now; `undefined` where there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? startTimeOnLinux(pid) : startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether that very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Sends a signal to that very process, never to another one that got its pid. Returns whether it was there. */
export function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  return isAlive(identity) && trySignal(identity.pid, signal);
}

/** Sends a signal to the process group that `leader` leads, even where the leader itself has ended. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  return trySignal(-leader, signal);
}

function trySignal(target: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(target, signal);
  } catch (error) {
    // EPERM: macOS's answer for a group of which only zombies are left.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH" || code === "EPERM") return false;
    throw error;
  }
}

/** Fields 3 and 22 of `/proc/<pid>/stat`, counted after the command, which may itself hold brackets and spaces. */
function startTimeOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    return state === "Z" || state === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTime(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "/bin:/usr/bin", LC_ALL: "C" },
  });
  const text = status === 0 ? stdout.trim() : "";
  return text === "" ? undefined : text;
}
