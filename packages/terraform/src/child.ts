import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Variables } from "./environment";
import { Log } from "./log";
import { identify, type ProcessIdentity, signalGroup } from "./process-identity";

/** From `src` (tests) and from `dist` alike. */
const leash = join(__dirname, "..", "dist", "leash.js");

/** Properties of a {@link Child}. */
export interface ChildProps {
  readonly command: string;
  readonly args: readonly string[];
  /** All the variables that it sees. */
  readonly environment: Variables;
  /** @default the caller's */
  readonly directory?: string;
  /** File to which its output is appended. */
  readonly logFile: string;
  /** What of a line of standard output goes to the log. @default the line as it is */
  readonly logLine?: (line: string) => string | undefined;
  /** Called with every line of standard output. */
  readonly onLine?: (line: string) => void;
  /**
   * Whether the command itself ends when its standard input closes. The others get a leash that sees to it.
   * @default false
   */
  readonly endsWithItsInput?: boolean;
  /** Milliseconds that it has to end by itself before it is killed. @default 20000 */
  readonly graceMs?: number;
}

/** How a child process ended. */
export interface ChildEnd {
  /** Exit code; `undefined` where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** Why its output is not all in the log, for example a full disk. */
  readonly logProblem?: Error;
}

/**
 * A child process with a process group of its own, which ends when the pipe to its parent closes.
 *
 * The group keeps a terminal's Ctrl-C away from it: the parent decides in which order things end.
 */
export class Child {
  public readonly identity: ProcessIdentity;
  /** Fulfilled when it has ended and all of its output has been read. */
  public readonly ended: Promise<ChildEnd>;
  private readonly process: ChildProcess;
  private readonly graceMs: number;

  public constructor(props: ChildProps) {
    this.graceMs = props.graceMs ?? 20_000;
    const { command, args } = props.endsWithItsInput ? props : this.leashed(props);
    // First: where it cannot be made, nothing may have been started.
    const log = new Log(props.logFile);
    this.process = spawn(command, args, {
      ...(props.directory !== undefined && { cwd: props.directory }),
      env: { ...props.environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    this.ended = this.followToItsEnd(props, log);
    const pid = this.process.pid ?? 0;
    this.identity = identify(pid) ?? { pid, startedAt: "" };
    // A child that ends first closes the pipe under us.
    this.process.stdin?.on("error", () => undefined);
  }

  /** Ends it and everything that it started. */
  public async stop(): Promise<ChildEnd> {
    this.process.stdin?.end();
    const timer = setTimeout(() => this.killGroup(), this.graceMs + 2_000);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  private leashed({ command, args }: ChildProps): Pick<ChildProps, "command" | "args"> {
    return {
      command: process.execPath,
      args: [leash, String(this.graceMs), command, ...args],
    };
  }

  private followToItsEnd({ command, logLine, onLine }: ChildProps, log: Log): Promise<ChildEnd> {
    const child = this.process;
    if (child.stdout) {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const logged = logLine === undefined ? line : logLine(line);
        if (logged !== undefined) log.write(`${logged}\n`);
        onLine?.(line);
      });
    }
    child.stderr?.on("data", (data: Buffer) => log.write(data));
    return new Promise((resolve) => {
      child.on("error", (error) => {
        log.write(`${command} cannot be started: ${error.message}\n`);
      });
      child.on("close", (code, signal) => {
        log.close();
        this.killGroup();
        resolve({
          code: code ?? undefined,
          signal: signal ?? undefined,
          ...(log.problem !== undefined && { logProblem: log.problem }),
        });
      });
    });
  }

  private killGroup(): void {
    if (this.process.pid !== undefined) signalGroup(this.process.pid, "SIGKILL");
  }
}
