import { Child } from "./child";
import type { Variables } from "./environment";
import { SilenceLimit } from "./silence-limit";
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

export interface TerraformProps {
  /** Directory of a synthesised stack. */
  readonly directory: string;
  /** All the variables that Terraform sees, apart from those that make it fit for automation. */
  readonly environment: Variables;
  /** File to which its output goes, in readable form. */
  readonly logFile: string;
  /** Milliseconds without any progress after which it is ended. "Still creating" is not progress. @default 300000 */
  readonly silenceLimitMs?: number;
  /** Ends Terraform, which then stops at the next resource and writes its state. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TerraformProgress) => void;
}

interface Result {
  readonly code: number | undefined;
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Terraform, run in the directory of one stack. Every method throws a UserError in Terraform's own words. */
export class Terraform {
  public constructor(private readonly props: TerraformProps) {}

  /** Installs the providers and opens the backend. */
  public async init(): Promise<void> {
    await this.run("init", ["-json"]);
  }

  /** Like `init`, and brings the state that the previous backend held along. */
  public async migrateState(): Promise<void> {
    await this.run("init", ["-migrate-state", "-force-copy"]);
  }

  public async apply(): Promise<void> {
    await this.run("apply", ["-json", "-auto-approve", "-parallelism=20"]);
  }

  public async destroy(): Promise<void> {
    await this.run("destroy", ["-json", "-auto-approve", "-parallelism=20"]);
  }

  /** Whether applying would change anything. */
  public async hasChanges(): Promise<boolean> {
    const { code } = await this.run("plan", ["-json", "-detailed-exitcode"], [0, 2]);
    return code === 2;
  }

  /** Values of the stack's outputs. */
  public async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { lines } = await this.run("output", ["-json"]);
    const outputs: Record<string, { value: unknown }> = JSON.parse(lines.join("\n"));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private async run(
    command: string,
    args: readonly string[],
    accepted: readonly number[] = [0],
  ): Promise<Result> {
    const { signal, logFile } = this.props;
    signal?.throwIfAborted();
    const { child, result, silence } = this.start(command, args);
    const abort = (): void => void child.stop();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const { code } = await child.ended;
      signal?.throwIfAborted();
      const problem = silence.reached
        ? `no progress for ${this.silenceLimitMs / 1000} s`
        : describeErrors(result.diagnostics);
      if (silence.reached || code === undefined || !accepted.includes(code)) {
        throw new UserError(`terraform ${command}: ${problem || `exit code ${code}`}`, { logFile });
      }
      return { ...result, code };
    } finally {
      silence.stop();
      signal?.removeEventListener("abort", abort);
    }
  }

  private start(command: string, args: readonly string[]) {
    const { directory, environment, logFile, onProgress } = this.props;
    const result = { lines: [] as string[], diagnostics: [] as Diagnostic[] };
    let progress = noProgress;
    const child = new Child({
      command: "terraform",
      args: [command, ...(command === "output" ? [] : ["-input=false"]), "-no-color", ...args],
      directory,
      environment: { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      logFile,
      // An output may be what nobody should find in a log.
      logLine: (line) => (command === "output" ? undefined : readableTerraformLine(line)),
      onLine: (line) => {
        const event = parseTerraformLine(line);
        if (event.kind !== "waiting") silence.push();
        if (event.kind === "diagnostic") result.diagnostics.push(event.diagnostic);
        result.lines.push(line);
        const next = advance(progress, event);
        if (next !== progress) onProgress?.(next);
        progress = next;
      },
    });
    const silence = new SilenceLimit(this.silenceLimitMs, () => void child.stop());
    return { child, result, silence };
  }

  private get silenceLimitMs(): number {
    return this.props.silenceLimitMs ?? 300_000;
  }
}
