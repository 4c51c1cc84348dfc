import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import type { Place } from "@pictor/contracts";
import {
  awsEnvironment,
  type Emulator,
  findProviderSource,
  type LocalClientConfig,
  localClient,
  providerVariables,
  scrubbedEnvironment,
  startEmulator,
  Terraform,
  thisMachine,
  type Variables,
} from "@pictor/local";

const root = join(__dirname, "..", "..", "..");

/** A local AWS of a test's own, with the stacks of one environment synthesised for it. */
export class LocalAws {
  private constructor(
    private readonly emulator: Emulator,
    private readonly place: Place,
    private readonly directory: string,
    /** What AWS's SDKs, Terraform and the apps see. */
    public readonly variables: Variables,
    /** What a client of AWS's SDK needs. */
    public readonly client: LocalClientConfig,
  ) {}

  /** Starts one that plays the environment's account. Everything it writes lies in `directory`. */
  public static async start(place: Place, directory: string): Promise<LocalAws> {
    const emulator = await startEmulator({
      packageDirectory: join(root, "packages", "local"),
      accountId: place.accountId,
      region: place.region,
      runDirectory: join(directory, "aws"),
      nodeDirectory: dirname(process.execPath),
      servingPython: join(root, "packages", "model", ".venv", "bin", "python"),
    });
    const local = { url: emulator.url, region: place.region };
    const variables = {
      ...scrubbedEnvironment(process.env),
      ...awsEnvironment(local),
      ...providerVariables(findProviderSource(thisMachine()), directory),
    };
    return new LocalAws(emulator, place, directory, variables, localClient(local));
  }

  /** Applies the account's stack: afterwards the state bucket exists. */
  public async applyAccount(): Promise<void> {
    const { accountId, region } = this.place;
    this.synthesise("account", "dist/main.js", {
      PICTOR_ACCOUNT_ID: accountId,
      PICTOR_REGION: region,
      PICTOR_ACCOUNT_STATE: "local",
    });
    const account = this.terraform("account");
    await account.init();
    await account.apply();
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
    return new Terraform({
      directory: this.stackDirectory(stack),
      environment: this.variables,
      logFile: join(this.directory, "logs", `terraform-${stack}.log`),
    });
  }

  /** A Terraform command that must succeed; its standard output. */
  public run(stack: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("terraform", [...args], {
      cwd: this.stackDirectory(stack),
      env: { ...this.variables },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Ids of everything that exists, by kind; keys that only wait for their deletion left out. */
  public async inventory(): Promise<Readonly<Record<string, readonly string[]>>> {
    const answer = await fetch(`${this.emulator.url}/_pictor/resources`);
    const { "kms.pendingDeletion": _, ...resources } = (await answer.json()) as Record<
      string,
      string[]
    >;
    return resources;
  }

  /** What the local AWS answers at one of its own routes, for example `violations`. */
  public async look(route: string): Promise<unknown> {
    const answer = await fetch(`${this.emulator.url}/_pictor/${route}`);
    return answer.json();
  }

  /** Asks a service in AWS's Query protocol, for what no client of ours speaks. */
  public async query(service: string, form: Readonly<Record<string, string>>): Promise<void> {
    const scope = `test/20260101/${this.place.region}/${service}/aws4_request`;
    const answer = await fetch(this.emulator.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form),
    });
    if (!answer.ok) throw new Error(`${form.Action}: ${answer.status} ${await answer.text()}`);
  }

  public async stop(): Promise<void> {
    await this.emulator.stop();
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
