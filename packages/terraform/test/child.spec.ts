import childProcess, { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import {
  Child,
  identify,
  isAlive,
  logTail,
  type ProcessIdentity,
  runChild,
  scrubbedEnvironment,
} from "../src";

const environment = scrubbedEnvironment(process.env);

/** Prints its own pid and that of a child of its own, and ignores what should end it. */
const stubborn = `
const { spawn } = require("node:child_process");
process.on("SIGINT", () => {});
const child = spawn("sleep", ["60"]);
console.log(process.pid + " " + child.pid);
setInterval(() => {}, 1000);
`;

function identitiesIn(line: string): readonly ProcessIdentity[] {
  return line.split(" ").map((pid) => {
    const identity = identify(Number(pid));
    if (identity === undefined) throw new Error(`there is no process ${pid}`);
    return identity;
  });
}

/** Those that still run, once a killed one has had the time that the kernel takes to end it. */
async function leftOf(identities: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  const deadline = performance.now() + 10_000;
  while (identities.some(isAlive) && performance.now() < deadline) await sleep(50);
  return identities.filter(isAlive);
}

describe("a child", () => {
  let directory: string;
  let logFile: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-child-"));
    logFile = join(directory, "logs", "child.log");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function node(script: string, more: object = {}) {
    return {
      command: process.execPath,
      args: ["-e", script],
      environment,
      logFile,
      graceMs: 200,
      ...more,
    };
  }

  it("has its exit code handed on, its output in the log and its lines read", async () => {
    const lines: string[] = [];
    const child = new Child(
      node("console.log('a\\nb'); console.error('c'); process.exit(3)", {
        onLine: (line: string) => lines.push(line),
      }),
    );
    expect(await child.ended).toEqual({ code: 3, signal: undefined });
    expect(lines).toEqual(["a", "b"]);
    expect([...logTail(logFile)].sort()).toEqual(["a", "b", "c"]);
  });

  // More than the kernel keeps of a pipe, and little enough that the leash takes the rest: that must not be lost.
  it.each([140_000, 180_000, 220_000, 260_000, 300_000])(
    "has all of its %d bytes read by a parent that is busy until the child has ended",
    async (length) => {
      const read: string[] = [];
      const script = `require("node:fs").writeSync(1, "x".repeat(${length}) + "\\n")`;
      const child = new Child(node(script, { onLine: (line: string) => read.push(line) }));
      const until = performance.now() + 1_000;
      while (performance.now() < until);
      expect((await child.ended).code).toBe(0);
      expect(read.join("")).toHaveLength(length);
    },
  );

  it("logs what it is told to log instead of a line, or nothing", async () => {
    const logLine = (line: string) => (line === "secret" ? undefined : line.toUpperCase());
    await new Child(node("console.log('secret\\nopen')", { logLine })).ended;
    expect(readFileSync(logFile, "utf8")).toBe("OPEN\n");
  });

  it("goes on where the disk that its log is on is full, and that is what is told in the end", async () => {
    mkdirSync(dirname(logFile));
    // The kernel answers there as on a disk without room.
    symlinkSync("/dev/full", logFile);
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const props = { ...node("console.log('a'); console.error('b')", { onLine }), name: "it" };
    await expect(runChild(props)).rejects.toThrow(
      `it: ${logFile} cannot be written: ENOSPC: no space left on device, write`,
    );
    expect(lines).toEqual(["a"]);
  });

  it("is not started where its log cannot be made", () => {
    const starting = jest.spyOn(childProcess, "spawn");
    writeFileSync(join(directory, "file"), "");
    const props = node("", { logFile: join(directory, "file", "child.log") });
    expect(() => new Child(props)).toThrow(/EEXIST|ENOTDIR/);
    expect(starting).not.toHaveBeenCalled();
    starting.mockRestore();
  });

  it("is killed with its own children where it does not end in its grace", async () => {
    let child: Child | undefined;
    const line = new Promise<string>((resolve) => {
      child = new Child(node(stubborn, { onLine: resolve }));
    });
    const identities = identitiesIn(await line);
    await child?.stop();
    expect(await leftOf(identities)).toEqual([]);
  });

  it("ends, with its own children, when its parent is killed", async () => {
    const script = `
      const { Child } = require(${JSON.stringify(join(__dirname, "..", "dist"))});
      new Child({ command: process.execPath, args: ["-e", ${JSON.stringify(stubborn)}],
        environment: process.env, logFile: ${JSON.stringify(logFile)}, graceMs: 200,
        onLine: (line) => console.log(line) });
    `;
    const parent = spawn(process.execPath, ["-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
    const identities = identitiesIn(line);
    parent.kill("SIGKILL");
    expect(await leftOf(identities)).toEqual([]);
  }, 20_000);

  it("finishes what it is at when its parent is killed, though nobody reads its output any more", async () => {
    const saved = join(directory, "saved");
    // A shell ends by SIGPIPE where it writes to a pipe without a reader, as Terraform does.
    const careful = `trap 'echo ending; echo ending >&2; echo done > "${saved}"; exit' INT; echo $$ $$; while :; do sleep 0.1; done`;
    const script = `
      const { Child } = require(${JSON.stringify(join(__dirname, "..", "dist"))});
      new Child({ command: "sh", args: ["-c", ${JSON.stringify(careful)}],
        environment: process.env, logFile: ${JSON.stringify(logFile)}, graceMs: 5000,
        onLine: (line) => console.log(line) });
    `;
    const parent = spawn(process.execPath, ["-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
    const identities = identitiesIn(line);
    parent.kill("SIGKILL");
    expect(await leftOf(identities)).toEqual([]);
    expect(readFileSync(saved, "utf8")).toBe("done\n");
  }, 20_000);

  it("is ended by its signal, whose reason is thrown", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 100);
    const script = "setInterval(() => {}, 1000)";
    await expect(runChild({ ...node(script), name: "it", signal: controller.signal })).rejects.toBe(
      reason,
    );
  });

  it("is ended after a silence, in which waiting does not count as progress", async () => {
    const script = "setInterval(() => console.log('waiting'), 50)";
    const silent = {
      ...node(script),
      name: "it",
      silenceLimitMs: 400,
      isProgress: (line: string) => line !== "waiting",
    };
    await expect(runChild(silent)).rejects.toThrow("it: ended after 0.4 s without progress");
  });

  it("may take longer than the limit while it makes progress", async () => {
    const script =
      "let n = 0; setInterval(() => { console.log(n); if (n++ > 33) process.exit(0); }, 100)";
    const started = performance.now();
    const end = await runChild({ ...node(script), name: "it", silenceLimitMs: 3000 });
    expect(end.code).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(3000);
  }, 20_000);
});
