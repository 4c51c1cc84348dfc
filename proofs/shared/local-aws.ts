import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import type { Place } from "@pictor/contracts";
import {
  awsEnvironment,
  type Emulator,
  type LocalClientConfig,
  localClient,
  startEmulator,
} from "@pictor/local";
import {
  type Child,
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  type Terraform,
  thisMachine,
  type Variables,
} from "@pictor/terraform";
import { AttachedTerraform, type StackVariables } from "./attached-terraform";
import { askSigned, Control } from "./control";

const root = join(__dirname, "..", "..");

/** A local AWS of a test's own, with the stacks of one environment synthesised for it. */
export class LocalAws {
  private readonly stackVariables = new Map<string, StackVariables>();
  private readonly providers: Child[] = [];

  private constructor(
    private readonly emulator: Emulator,
    private readonly place: Place,
    private readonly directory: string,
    /** What AWS's SDKs, Terraform and the apps see. */
    public readonly variables: Variables,
    /** What a client of AWS's SDK needs. */
    public readonly client: LocalClientConfig,
    private readonly control: Control,
  ) {}

  /**
   * Starts one that plays the environment's account. Everything it writes lies in `directory`.
   *
   * @param more.trainingPython Python with SageMaker's training toolkit; without it every training job fails
   */
  public static async start(
    place: Place,
    directory: string,
    more: { readonly trainingPython?: string } = {},
  ): Promise<LocalAws> {
    const emulator = await startEmulator({
      packageDirectory: join(root, "packages", "local"),
      accountId: place.accountId,
      region: place.region,
      runDirectory: join(directory, "aws"),
      nodeDirectory: dirname(process.execPath),
      servingPython: join(root, "packages", "model", ".venv", "bin", "python"),
      ...more,
    });
    const { url, credentials } = emulator;
    const local = { url, credentials, region: place.region };
    const variables = {
      ...scrubbedEnvironment(process.env),
      ...awsEnvironment(local),
      ...providerVariables(findProviderSource(thisMachine()), directory),
      // Terraform and the provider run for seconds only: garbage is collected once there is as much as they take anyway.
      GOGC: "off",
      GOMEMLIMIT: "700MiB",
    };
    const control = new Control(url, join(directory, "aws"));
    return new LocalAws(emulator, place, directory, variables, localClient(local), control);
  }

  /** Applies the account's stack: afterwards the state bucket exists. */
  public async applyAccount(): Promise<void> {
    this.synthesiseAccount();
    const account = this.terraform("account");
    await account.init();
    await account.apply();
  }

  /** Synthesises the account's stack, whose state is a file beside it. */
  public synthesiseAccount(): void {
    const { accountId, region } = this.place;
    this.synthesise("account", "dist/main.js", {
      PICTOR_ACCOUNT_ID: accountId,
      PICTOR_REGION: region,
      PICTOR_ACCOUNT_STATE: "local",
    });
  }

  /** Synthesises the environment's stacks, with manifests from `releasesDirectory`. */
  public synthesiseService(releasesDirectory: string): void {
    this.synthesise("image-classifier", "dist/src/main.js", {
      PICTOR_ENVIRONMENTS: this.place.environment,
      PICTOR_RELEASES_DIR: releasesDirectory,
    });
  }

  /** Terraform in the directory of a synthesised stack. */
  public terraform(stack: string): Terraform {
    return new AttachedTerraform({
      directory: this.stackDirectory(stack),
      environment: this.variablesOf(stack),
      logFile: join(this.directory, "logs", `terraform-${stack}.log`),
      onProvider: (provider) => this.providers.push(provider),
    });
  }

  /** Plans a stack into its file `plan`. Returns what `terraform show -json` prints, or nothing if there is nothing to change. */
  public plan(stack: string): string | undefined {
    const { status } = this.runTerraform(
      2,
      stack,
      "plan",
      "-input=false",
      "-out=plan",
      "-detailed-exitcode",
    );
    return status === 0 ? undefined : this.run(stack, "show", "-json", "plan");
  }

  /** A Terraform command that must succeed; its standard output. */
  public run(stack: string, ...args: readonly string[]): string {
    return this.runTerraform(0, stack, ...args).stdout;
  }

  /** Ids of everything that exists, by kind; keys that only wait for their deletion left out. */
  public async inventory(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { "kms.pendingDeletion": _, ...resources } =
      await this.look<Record<string, string[]>>("resources");
    return resources;
  }

  /** What the local AWS answers at one of its own routes, for example `violations`. */
  public async look<Answer>(route: string): Promise<Answer> {
    return this.control.look(route);
  }

  /** Asks a service in AWS's Query protocol, for what no client of ours speaks. */
  public async query(service: string, form: Readonly<Record<string, string>>): Promise<void> {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    await askSigned(this.client, service, headers, new URLSearchParams(form).toString());
  }

  public async stop(): Promise<void> {
    await Promise.all(this.providers.map((provider) => provider.stop()));
    await this.emulator.stop();
  }

  /** Variables of a stack's commands, the same object each time. */
  private variablesOf(stack: string): StackVariables {
    const variables = this.stackVariables.get(stack) ?? { ...this.variables };
    this.stackVariables.set(stack, variables);
    return variables;
  }

  private runTerraform(
    alsoGood: number,
    stack: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly stdout: string } {
    const { status, stdout, stderr } = spawnSync("terraform", [...args], {
      cwd: this.stackDirectory(stack),
      env: { ...this.variablesOf(stack) },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0 && status !== alsoGood) {
      throw new Error(`terraform ${args.join(" ")}: ${stderr}${stdout}`);
    }
    return { status, stdout };
  }

  private synthesise(app: string, main: string, variables: Variables): void {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "apps", app, main)], {
      env: { ...this.variables, ...variables, CDKTF_OUTDIR: join(this.directory, "cdktf.out") },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`synthesis of ${app}: ${stderr}`);
  }

  private stackDirectory(stack: string): string {
    return join(this.directory, "cdktf.out", "stacks", stack);
  }
}
