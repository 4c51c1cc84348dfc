import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { layout } from "@pictor/cli";
import type { AwsPlace } from "@pictor/contracts";
import { type LocalClientConfig, localClient } from "@pictor/local";
import { Child, scrubbedEnvironment } from "@pictor/terraform";
import { Control } from "../shared/control";

/** A local AWS that enforces IAM, with the account's root as the test's own caller. */
export class GuardedAws {
  private constructor(
    private readonly process: Child,
    public readonly url: string,
    /** What a client of AWS's SDK needs to be the account's root. */
    public readonly root: LocalClientConfig,
    public readonly control: Control,
  ) {}

  /** Starts one that plays an account. Everything it writes lies in `directory`. */
  public static async start(place: AwsPlace, directory: string): Promise<GuardedAws> {
    const { accountId, region } = place;
    const packages = join(layout.root, "packages");
    let listens: (url: string) => void;
    const url = new Promise<string>((resolve) => {
      listens = resolve;
    });
    const child = new Child({
      command: join(packages, "local", ".venv", "bin", "python"),
      args: [
        ...["-m", "pictor_local", "--auth", "--account-id", accountId, "--region", region],
        ...["--run-dir", directory, "--node-bin", dirname(process.execPath)],
        ...["--serving-python", join(packages, "model", ".venv", "bin", "python")],
      ],
      environment: {
        ...scrubbedEnvironment(process.env),
        PYTHONPATH: join(packages, "local", "python"),
        PYTHONDONTWRITEBYTECODE: "1",
      },
      logFile: join(directory, "local-aws.log"),
      endsWithItsInput: true,
      onLine: (line) => {
        const event = line.startsWith("{") ? JSON.parse(line) : {};
        if (event.event === "ready") listens(event.url);
      },
    });
    const ended = child.ended.then(({ code }) => {
      throw new Error(`the local AWS ended with ${code}, see ${directory}`);
    });
    const address = await Promise.race([url, ended]);
    ended.catch(() => undefined);
    const stored = JSON.parse(readFileSync(join(directory, "credentials.json"), "utf8"));
    const credentials = {
      accessKeyId: stored.access_key_id,
      secretAccessKey: stored.secret_access_key,
    };
    const root = localClient({ url: address, region, credentials });
    return new GuardedAws(child, address, root, new Control(address, directory));
  }

  public async stop(): Promise<void> {
    await this.process.stop();
  }
}
