import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Child, isAlive, Terraform, type TerraformProps } from "@pictor/terraform";

/** Variables of a stack's commands; Terraform reads where the provider listens from them. */
export type StackVariables = Record<string, string>;

export interface AttachedTerraformProps extends TerraformProps {
  readonly environment: StackVariables;
  /** Called with the process of the provider, which whoever is called has to stop. */
  readonly onProvider: (provider: Child) => void;
}

const reattach = "TF_REATTACH_PROVIDERS";

/**
 * Terraform whose commands share one process of the AWS provider. Each command would start its own otherwise, which takes 1.2 of the
 * 2.9 seconds of processor time that a small plan takes.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 */
export class AttachedTerraform extends Terraform {
  public constructor(private readonly attached: AttachedTerraformProps) {
    super(attached);
  }

  public override async init(): Promise<void> {
    await super.init();
    const program = installedProvider(this.attached.directory);
    if (program === undefined || this.attached.environment[reattach] !== undefined) return;
    this.attached.environment[reattach] = await this.startProvider(program);
  }

  private async startProvider(program: string): Promise<string> {
    const { directory, environment, logFile, onProvider } = this.attached;
    const output = `${logFile}.provider`;
    const provider = new Child({
      // Into a file: this process reads no pipe while it waits for a command, and a provider that nobody reads stands still.
      ...{ command: "sh", args: ["-c", 'exec "$0" -debug > "$1" 2>&1', program, output] },
      // It reads the stack's assets from where it runs.
      directory,
      environment: { ...environment, TF_LOG_SDK: "OFF" },
      logFile,
    });
    onProvider(provider);
    for (;;) {
      const text = existsSync(output) ? readFileSync(output, "utf8") : "";
      const [, where] = text.match(/TF_REATTACH_PROVIDERS='(.*)'/) ?? [];
      if (where !== undefined) return where;
      if (!isAlive(provider.identity)) throw new Error(`the AWS provider ended: ${text}`);
      await pause(50);
    }
  }
}

/** The program of the AWS provider that `terraform init` has installed for a stack; none where it comes from elsewhere. */
function installedProvider(directory: string): string | undefined {
  const versions = join(directory, ".terraform/providers/registry.terraform.io/hashicorp/aws");
  if (!existsSync(versions)) return undefined;
  // A platform's directory may be a link into a mirror, which `recursive` would not follow.
  const [version] = readdirSync(versions);
  const [platform] = version === undefined ? [] : readdirSync(join(versions, version));
  if (version === undefined || platform === undefined) return undefined;
  const directoryOfProgram = join(versions, version, platform);
  const program = readdirSync(directoryOfProgram).find((file) =>
    file.startsWith("terraform-provider-aws"),
  );
  return program === undefined ? undefined : join(directoryOfProgram, program);
}
