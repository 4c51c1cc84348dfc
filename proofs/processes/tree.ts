import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { layout } from "@pictor/cli";
import { logTail } from "@pictor/terraform";
import { postSigned } from "../shared/control";
import {
  findProcess,
  type Kind,
  kindsOf,
  type Process,
  portsOf,
  processesWith,
} from "../shared/processes";
import { until } from "../shared/until";

/** A place for runs: a path with a space and an umlaut, a home that cannot be written, its own temporary files. */
export class Ground {
  public readonly directory: string = mkdtempSync(join(tmpdir(), "pictor-Über all-"));
  public readonly home: string = join(this.directory, "home");
  public readonly temporary: string = join(this.directory, "tmp");
  /** In the command line or the variables of all that runs here, and of nothing else; ASCII, as `ps` shows it. */
  public readonly mark: string = basename(this.directory).slice(-6);
  public readonly variables: NodeJS.ProcessEnv;
  /** The clone that what runs here is of. */
  public clone: string = layout.root;

  public constructor() {
    for (const directory of [this.home, this.temporary]) mkdirSync(directory);
    const { PATH } = process.env;
    this.variables = { PATH, HOME: "/dev/null", TMPDIR: this.temporary, PICTOR_HOME: this.home };
  }

  /** Runs the pictor command here. */
  public pictor(...args: readonly string[]) {
    const main = join(this.clone, "packages", "cli", "dist", "main.js");
    const options = { env: this.variables, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
    return { status, stdout, stderr };
  }

  /** What runs left of themselves but for their logs: processes, files. */
  public left(): readonly string[] {
    const runs = join(this.home, "runs");
    return [
      ...processesWith(this.mark).map(({ command }) => command),
      ...readdirSync(this.temporary),
      ...readdirSync(this.home).filter((name) => name !== "runs"),
      ...readdirSync(runs).flatMap((run) =>
        readdirSync(join(runs, run)).filter((name) => name !== "logs"),
      ),
    ];
  }

  /** The ends of the last run's logs, to tell why it did not come so far. */
  public logTails(): string {
    const runs = join(this.home, "runs");
    const logs = join(runs, readdirSync(runs).sort().at(-1) ?? "", "logs");
    return readdirSync(logs)
      .filter((name) => name.endsWith(".log"))
      .flatMap((name) => [`── ${name}`, ...logTail(join(logs, name))])
      .join("\n");
  }

  /** Ends whatever still runs here. */
  public async end(): Promise<void> {
    for (const { pid } of processesWith(this.mark)) sendSignal(pid);
    await until(
      "everything ended",
      () => processesWith(this.mark).length === 0,
      () => this.left().join("\n"),
    );
  }

  public async remove(): Promise<void> {
    await this.end();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A process may have ended since it was seen. */
function sendSignal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A supervisor with all that it started. */
export class Tree {
  /** What the user reads. */
  public output = "";
  public readonly ended: Promise<End>;
  private readonly process: ChildProcess;

  public constructor(
    private readonly ground: Ground,
    what: "service" | "emulator",
  ) {
    const script = join(ground.clone, "proofs", "processes", "small-tree.mjs");
    this.process = spawn(process.execPath, [script, what], { env: ground.variables });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (data: Buffer) => {
        this.output += data;
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.on("close", (code, signal) => resolve({ code, signal }));
    });
  }

  public kill(kind: Kind | "supervisor", signal: NodeJS.Signals): void {
    if (kind === "supervisor") this.process.kill(signal);
    else process.kill(this.find(kind)?.pid ?? Number.NaN, signal);
  }

  public find(kind: Kind): Process | undefined {
    return findProcess(this.ground.mark, kind);
  }

  /** What kinds of processes there are, each as often as there is one. */
  public get kinds(): readonly Kind[] {
    return kindsOf(this.ground.mark);
  }

  /** Everything's listening ports. */
  public get ports(): readonly number[] {
    return portsOf(processesWith(this.ground.mark));
  }

  /** Until the user reads this. */
  public async says(text: string): Promise<void> {
    await until(
      `'${text}'`,
      () => this.output.includes(text),
      () => `${this.output}\n${this.ground.logTails()}`,
    );
  }

  public async up(): Promise<this> {
    await this.says("up at http");
    return this;
  }

  /** Where the local AWS listens. */
  public get url(): string {
    return /up at (\S+)/.exec(this.output)?.[1] ?? "";
  }

  public invokeFunction(event: object = {}): Promise<string> {
    const path = "/2015-03-31/functions/small/invocations";
    return this.post("lambda", path, JSON.stringify(event));
  }

  public invokeEndpoint(text = "x"): Promise<string> {
    return this.post("sagemaker", "/endpoints/small/invocations", text);
  }

  private async post(service: string, path: string, body: string): Promise<string> {
    const { emulator, region } = JSON.parse(
      readFileSync(join(this.ground.home, "run.json"), "utf8"),
    );
    const headers = { "content-type": "text/plain" };
    const client = { ...emulator, endpoint: emulator.url, region };
    return (await postSigned(client, { service, path, headers, body })).text();
  }
}

/** Whether nobody listens on a port of loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => socket.destroy());
    socket.on("error", () => undefined);
    socket.on("close", (hadError) => resolve(hadError));
  });
}
