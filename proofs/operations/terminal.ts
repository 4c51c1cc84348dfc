import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Variables } from "@pictor/terraform";

/** How a command ended. */
export interface Typed {
  readonly command: string;
  readonly status: number;
  /** What it wrote to both of its outputs. */
  readonly output: string;
}

/** One bash, as an operator's terminal: what a command exports or assigns, the next commands see. */
export class Terminal {
  private readonly bash: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private count = 0;

  /** @param logs directory for a file of each command's output */
  public constructor(
    directory: string,
    variables: Variables,
    private readonly logs: string,
  ) {
    mkdirSync(logs, { recursive: true });
    this.bash = spawn("bash", ["--noprofile", "--norc"], {
      cwd: directory,
      env: { ...variables },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.bash.stderr.resume();
    this.lines = createInterface({ input: this.bash.stdout })[Symbol.asyncIterator]();
  }

  /** Types a command and waits until it has ended. */
  public async type(command: string): Promise<Typed> {
    this.count += 1;
    const log = join(this.logs, `${String(this.count).padStart(3, "0")}.log`);
    const mark = randomUUID();
    // In braces and not in a subshell: its variables stay. Nobody is there to answer a question.
    this.bash.stdin.write(`{ ${command}\n} </dev/null >'${log}' 2>&1; echo "${mark} $?"\n`);
    const { value = "" } = await this.lines.next();
    const [said, status] = value.split(" ");
    if (said !== mark) throw new Error(`the terminal was closed by: ${command}`);
    return { command, status: Number(status), output: readFileSync(log, "utf8") };
  }

  public close(): void {
    this.bash.stdin.end();
  }
}
