// What a process and all that it started take of the machine. Linux only: elsewhere everything is 0.
import { readdirSync, readFileSync } from "node:fs";

const everyMs = 200;
const pageBytes = 4096;
const ticksPerSecond = 100;

/** Kinds of processes below the local AWS, by what their command line holds. */
const modelServer = /org\.pytorch\.serve|model_service_worker|ray/;

/**
 * Runs `work` and returns its result with the most memory of the local AWS with all that it started meanwhile, in bytes, and the
 * seconds of processor time that each kind of process took.
 *
 * @param pid the local AWS
 */
export async function withMachine(pid, work) {
  let memory = 0;
  const look = () => {
    memory = Math.max(
      memory,
      treeOf(pid).reduce((sum, each) => sum + residentBytes(each), 0),
    );
  };
  const before = processorSeconds(pid);
  const timer = setInterval(look, everyMs);
  try {
    const result = await work();
    const after = processorSeconds(pid);
    const seconds = Object.fromEntries(
      Object.entries(after).map(([kind, value]) => [kind, value - before[kind]]),
    );
    if (memory === 0) look();
    return { result, memory, seconds };
  } finally {
    clearInterval(timer);
  }
}

function processorSeconds(pid) {
  const below = treeOf(pid).slice(1);
  const model = below.filter((each) => modelServer.test(commandLine(each)));
  const sum = (pids) => pids.reduce((total, each) => total + secondsOf(each), 0);
  const { user, system } = process.cpuUsage();
  return {
    clients: (user + system) / 1e6,
    localAws: secondsOf(pid),
    functions: sum(below.filter((each) => !model.includes(each))),
    modelServer: sum(model),
  };
}

/** A process and all below it. */
function treeOf(pid) {
  const children = read(() => readdirSync(`/proc/${pid}/task`), []).flatMap((thread) =>
    read(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"), "")
      .split(" ")
      .filter((child) => child.trim() !== ""),
  );
  return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
}

function commandLine(pid) {
  return read(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "");
}

/** Fields 14 and 15 of `/proc/<pid>/stat`: what it took itself, without its children. */
function secondsOf(pid) {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, "utf8"), "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.length < 13 ? 0 : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function residentBytes(pid) {
  const statm = read(() => readFileSync(`/proc/${pid}/statm`, "utf8"), "0 0");
  return Number(statm.split(" ")[1]) * pageBytes;
}

/** A process may end while it is read. */
function read(from, otherwise) {
  try {
    return from();
  } catch {
    return otherwise;
  }
}
