import { type ChildProcess, spawn } from "node:child_process";
import type { DeployedService } from "./deployed-service";

/** Options of commands that change something. */
export const unattended = ["-auto-approve", "-input=false", "-no-color", "-parallelism=20"];

/** How a Terraform command ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A Terraform command with a provider of its own, in a process group that can be killed as a whole. */
export class TerraformRun {
  public readonly ended: Promise<End>;
  private readonly process: ChildProcess;

  public constructor(service: DeployedService, stack: string, ...args: readonly string[]) {
    this.process = spawn("terraform", [...args], {
      cwd: service.stackDirectory(stack),
      env: { ...service.aws.variables, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (data: Buffer) => {
        output += data;
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.on("close", (code, signal) => resolve({ code, signal, output }));
    });
  }

  /** Kills Terraform and the provider, as an out-of-memory killer or a runner's end does. */
  public kill(): void {
    process.kill(-(this.process.pid ?? Number.NaN), "SIGKILL");
  }
}
