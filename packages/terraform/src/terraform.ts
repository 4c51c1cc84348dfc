import { describeEnd } from "./end";
import type { Variables } from "./environment";
import { runChild } from "./run-child";
import {
  advance,
  type Diagnostic,
  describeErrors,
  noProgress,
  parseTerraformLine,
  readableTerraformLine,
  type TerraformProgress,
} from "./terraform-events";
import { UserError } from "./user-error";

/** Properties of {@link Terraform}. */
export interface TerraformProps {
  /** Directory of a synthesised stack. */
  readonly directory: string;
  /** All the variables that Terraform sees, apart from those that make it fit for automation. */
  readonly environment: Variables;
  /** File to which its output goes, in readable form. */
  readonly logFile: string;
  /** Milliseconds without progress after which it is ended. "Still creating" is no progress. @default 300000 */
  readonly silenceLimitMs?: number;
  /** Seconds to wait for a state's lock that another one holds. @default 0 */
  readonly lockTimeoutSeconds?: number;
  /** Ends Terraform, which finishes what it is at and writes its state. */
  readonly signal?: AbortSignal;
  /** Called after each event of an apply or destroy. */
  readonly onProgress?: (progress: TerraformProgress) => void;
}

/** Options of {@link Terraform.init}. */
export interface InitOptions {
  /** Whether to forget which backend was opened before, and to leave the state there. @default false */
  readonly reconfigure?: boolean;
}

/** Options of {@link Terraform.plan}. */
export interface PlanOptions {
  /** Addresses of the only resources to plan, with what they depend on. @default - all */
  readonly targets?: readonly string[];
  /** Whether to read first what is in the state. @default true */
  readonly refreshes?: boolean;
}

/** How much a plan does. */
export interface PlannedCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

interface Result {
  readonly code: number | undefined;
  readonly lines: readonly string[];
  readonly progress: TerraformProgress;
  readonly planned: PlannedCounts;
}

/** Terraform, run in the directory of one stack. Every method throws a UserError in Terraform's own words. */
export class Terraform {
  public constructor(private readonly props: TerraformProps) {}

  /** Installs the providers and opens the backend. */
  public async init({ reconfigure = false }: InitOptions = {}): Promise<void> {
    await this.run("init", ["-input=false", "-json", ...(reconfigure ? ["-reconfigure"] : [])]);
  }

  /** Returns how much there was to do. */
  public async apply(): Promise<TerraformProgress> {
    const { progress } = await this.run("apply", [
      "-input=false",
      "-json",
      "-auto-approve",
      "-parallelism=20",
      ...this.lockTimeout,
    ]);
    return progress;
  }

  /** Destroys all resources of the stack. */
  public async destroy(): Promise<void> {
    await this.run("destroy", [
      "-input=false",
      "-json",
      "-auto-approve",
      "-parallelism=20",
      ...this.lockTimeout,
    ]);
  }

  /** Keeps a resource whose creation was interrupted: the next apply changes it instead of replacing it. */
  public async untaint(address: string): Promise<void> {
    await this.run("untaint", [...this.lockTimeout, address]);
  }

  /**
   * Writes what an apply would do into a file of the directory. Returns how many resources it would add, change and remove;
   * a replacement is two.
   */
  public async plan(file: string, options: PlanOptions = {}): Promise<PlannedCounts> {
    const { targets = [], refreshes = true } = options;
    const { planned } = await this.run("plan", [
      "-input=false",
      "-json",
      `-out=${file}`,
      `-refresh=${refreshes}`,
      ...targets.map((address) => `-target=${address}`),
      ...this.lockTimeout,
    ]);
    return planned;
  }

  /** Applies a plan that {@link plan} wrote. */
  public async applyPlan(file: string): Promise<void> {
    await this.run("apply", ["-input=false", "-json", ...this.lockTimeout, file]);
  }

  /** Removes the lock of a command that was killed. The id shows that it is that one's. */
  public async forceUnlock(lockId: string): Promise<void> {
    await this.run("force-unlock", ["-force", lockId]);
  }

  /** What a plan holds, secrets included. */
  public async show(file: string): Promise<unknown> {
    const { lines } = await this.run("show", ["-json", file]);
    return JSON.parse(lines.join("\n"));
  }

  /** Whether applying would change anything. */
  public async hasChanges(): Promise<boolean> {
    const accepted = [0, 2];
    const { code } = await this.run(
      "plan",
      ["-input=false", "-json", "-detailed-exitcode", ...this.lockTimeout],
      accepted,
    );
    return code === 2;
  }

  /** Values of the stack's outputs. */
  public async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { lines } = await this.run("output", ["-json"]);
    const outputs: Record<string, { value: unknown }> = JSON.parse(lines.join("\n"));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private get lockTimeout(): readonly string[] {
    const { lockTimeoutSeconds = 0 } = this.props;
    return lockTimeoutSeconds === 0 ? [] : [`-lock-timeout=${lockTimeoutSeconds}s`];
  }

  private async run(
    command: string,
    args: readonly string[],
    accepted: readonly number[] = [0],
  ): Promise<Result> {
    const { directory, environment, logFile, onProgress, signal, silenceLimitMs } = this.props;
    const lines: string[] = [];
    const diagnostics: Diagnostic[] = [];
    let progress = noProgress;
    let planned: PlannedCounts = { add: 0, change: 0, remove: 0 };
    const { code } = await runChild({
      name: `terraform ${command}`,
      command: "terraform",
      args: [command, "-no-color", ...args],
      directory,
      environment: { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      logFile,
      // An output may be what nobody should find in a log.
      logLine: (line) =>
        command === "output" || command === "show" ? undefined : readableTerraformLine(line),
      isProgress: (line) => parseTerraformLine(line).kind !== "waiting",
      onLine: (line) => {
        lines.push(line);
        const event = parseTerraformLine(line);
        if (event.kind === "planned") planned = event;
        if (event.kind === "diagnostic") diagnostics.push(event.diagnostic);
        const next = advance(progress, event);
        if (next !== progress) onProgress?.(next);
        progress = next;
      },
      signal,
      silenceLimitMs,
    });
    if (code === undefined || !accepted.includes(code)) {
      const problem = describeErrors(diagnostics) || describeEnd(code);
      const hint = lockHint(problem, directory);
      throw new UserError(`terraform ${command}: ${problem}`, { logFile, hint });
    }
    return { code, lines, progress, planned };
  }
}

/** A lock that was left behind by a Terraform that was killed looks like that of one at work. */
function lockHint(problem: string, directory: string): string | undefined {
  if (!problem.includes("Error acquiring the state lock")) return undefined;
  const id = /\bID:\s+(\S+)/.exec(problem)?.[1] ?? "<ID>";
  return `another apply holds the lock: wait for its end; if none runs, 'terraform force-unlock ${id}' in ${directory}`;
}
