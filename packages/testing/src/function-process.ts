import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** What one invocation of a function came to. */
export interface Invoked<Response> {
  readonly response?: Response;
  /** What the handler threw. */
  readonly thrown?: string;
  readonly ms: number;
  /** Resident memory of the process after it, bytes. */
  readonly rss: number;
}

/** The bundle of a function's zip in a process of its own, as an execution environment of Lambda. */
export class FunctionProcess<Event, Response> {
  /** Rejections that nobody handled. */
  public readonly unhandled: string[] = [];
  /** What it wrote: its log and its metrics, a line each. */
  public output = "";
  private readonly waiting = new Map<number, (invoked: Invoked<Response>) => void>();
  private sent = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    child.stdout?.on("data", (data: Buffer) => {
      this.output += data;
    });
    child.on("message", (message: { id: number; unhandled?: string } & Invoked<Response>) => {
      if (message.unhandled !== undefined) this.unhandled.push(message.unhandled);
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    });
    child.on("exit", (code, signal) => {
      for (const end of this.waiting.values()) {
        end({ thrown: `the process ended: ${signal ?? code}`, ms: 0, rss: 0 });
      }
      this.waiting.clear();
    });
  }

  /**
   * Starts one.
   *
   * @param zip path of the function's zip
   * @param env its environment variables, all of them
   */
  public static async start<Event, Response>(
    zip: string,
    env: NodeJS.ProcessEnv,
  ): Promise<FunctionProcess<Event, Response>> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-function-"));
    const bundle = join(directory, "index.js");
    writeFileSync(bundle, unzipSync(readFileSync(zip))["index.js"] ?? "");
    const child = fork(join(__dirname, "..", "function-host.cjs"), [bundle], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      execArgv: [],
      env,
    });
    await once(child, "message");
    return new FunctionProcess(child, directory);
  }

  public get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Invokes the handler. Several may be under way, as never in Lambda. */
  public invoke(event: Event, remainingMs = 28_000): Promise<Invoked<Response>> {
    const id = this.sent++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, event, remainingMs });
    });
  }

  /** The lines that it wrote to their end, once they are at least so many. */
  public async lines(count: number): Promise<readonly string[]> {
    for (;;) {
      const lines = this.output.split("\n").slice(0, -1).filter(Boolean);
      if (lines.length >= count) return lines;
      await once(this.child.stdout ?? this.child, "data");
    }
  }

  /** Kills it, at once. */
  public async stop(): Promise<void> {
    if (this.alive) {
      const ended = once(this.child, "exit");
      this.child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}
