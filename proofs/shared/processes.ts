import { spawnSync } from "node:child_process";
import { layout } from "@pictor/cli";

/** The processes of a tree, and how to tell them by their command line. */
const commands = {
  emulator: / -m pictor_local /,
  "Lambda worker": /_worker\.js$/,
  "toolkit parent": /toolkit_entry\.py [\d ]+$/,
  java: /org\.pytorch\.serve\.ModelServer/,
  "model worker": /model_service_worker\.py/,
  terraform: /^(\S*\/)?terraform apply /,
} as const;

export type Kind = keyof typeof commands;

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process with this word in its command line or its variables. */
export function processesWith(mark: string): readonly Process[] {
  // `e` adds the variables: a model server knows its run only by them.
  const marked = new Set(
    list("args=", "e")
      .filter(({ command }) => command.includes(mark))
      .map(({ pid }) => pid),
  );
  return list("args=").filter(({ pid }) => marked.has(pid));
}

/** The process of that kind; `undefined` where there is none. */
export function findProcess(mark: string, kind: Kind): Process | undefined {
  return processesWith(mark).find(({ command }) => commands[kind].test(command));
}

/** Kinds of all the processes with this word, sorted. */
export function kindsOf(mark: string): readonly Kind[] {
  const kinds = Object.keys(commands) as Kind[];
  return processesWith(mark)
    .flatMap(({ command }) => kinds.filter((kind) => commands[kind].test(command)))
    .sort();
}

/** TCP ports on which these processes listen. */
export function portsOf(processes: readonly Process[]): readonly number[] {
  const script = `
import json, psutil, sys
connections = [c for pid in sys.argv[1:] for c in psutil.Process(int(pid)).net_connections("tcp")]
print(json.dumps([c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN]))`;
  const args = ["-c", script, ...processes.map(({ pid }) => String(pid))];
  const { stdout, stderr } = spawnSync(layout.localPython, args, { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

function list(column: string, ...more: readonly string[]): readonly Process[] {
  const { stdout } = spawnSync("ps", ["-ww", "-eo", `pid=,${column}`, ...more], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) =>
      match === null ? [] : [{ pid: Number(match[1]), command: match[2] ?? "" }],
    );
}
