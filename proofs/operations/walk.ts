import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layout } from "@pictor/cli";
import {
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  thisMachine,
} from "@pictor/terraform";
import { png } from "../shared/png";
import { smallArtefact } from "../shared/small-artefact";
import { cliBin, quietCli } from "./aws-cli";
import { freshClone } from "./fresh-clone";
import type { GuardedAws } from "./guarded-aws";
import { type Block, readBlocks } from "./page";
import { Terminal, type Typed } from "./terminal";

/** An operator in a fresh clone, who has nothing but the page. */
export class Walk {
  public readonly directory: string;
  public readonly clone: string;
  public readonly configFile: string;
  private readonly left: Block[];
  private readonly terminal: Terminal;

  public constructor() {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), "pictor-operations-")));
    this.clone = join(this.directory, "clone");
    this.configFile = join(this.directory, "aws-config");
    freshClone(this.clone);
    this.left = [...readBlocks(join(this.clone, "docs", "operations.md"))];
    writeFileSync(this.configFile, "");
    mkdirSync(join(this.directory, "home"));
    this.terminal = new Terminal(
      this.clone,
      {
        ...scrubbedEnvironment(process.env),
        ...providerVariables(findProviderSource(thisMachine()), this.directory),
        ...quietCli,
        // The CLI keeps sessions below it: those of an earlier walk are of an account that is gone.
        HOME: join(this.directory, "home"),
        AWS_CONFIG_FILE: this.configFile,
        PATH: `${cliBin}:${join(layout.root, "node_modules", ".bin")}:${process.env.PATH}`,
        ...{ GIT_AUTHOR_NAME: "Olga", GIT_AUTHOR_EMAIL: "olga@example.com" },
        ...{ GIT_COMMITTER_NAME: "Olga", GIT_COMMITTER_EMAIL: "olga@example.com" },
        // Terraform and the provider run for seconds only: garbage is collected once there is as much as they take anyway.
        ...{ GOGC: "off", GOMEMLIMIT: "700MiB" },
      },
      join(this.directory, "typed"),
    );
  }

  /** Blocks that nobody has typed yet. */
  public get untyped(): readonly Block[] {
    return this.left;
  }

  /** Sections that were typed before others that stand above them. */
  public readonly passedOver: string[] = [];

  /** Lets the operator's tools reach another account: on AWS its credentials would choose it. */
  public async reach({ url }: GuardedAws): Promise<void> {
    // Terraform's S3 backend asks STS at its own variable's address only.
    await this.terminal.type(`export AWS_ENDPOINT_URL='${url}' AWS_ENDPOINT_URL_STS='${url}'`);
  }

  /** Puts a picture and two artefacts where the page's commands name them. */
  public prepareArtefacts(): void {
    for (const picture of ["picture.png", "pictures/first.png", "pictures/second.png"]) {
      this.put(picture, png);
    }
    for (const [label, directory] of [
      ["robin", "path/to"],
      ["wren", "path/to/next"],
    ] as const) {
      const made = mkdtempSync(join(this.directory, "artefact-"));
      const { bytes, release } = smallArtefact(made, label);
      this.put(`${directory}/model.tar.gz`, bytes);
      this.put(`${directory}/release.json`, JSON.stringify(release));
      this.put(`${directory}/smoke.png`, png);
    }
  }

  /** Writes a file into the clone. */
  public put(path: string, content: Buffer | string): void {
    mkdirSync(dirname(join(this.clone, path)), { recursive: true });
    writeFileSync(join(this.clone, path), content);
  }

  /**
   * Types the commands of the next block of a section; each must succeed.
   *
   * @returns what was written, by all of its commands together
   */
  public async next(section: string): Promise<string> {
    const outputs: string[] = [];
    for (const command of this.take(section).commands) {
      outputs.push((await this.type(command)).output);
    }
    return outputs.join("");
  }

  /** Leaves the next block of a section to another suite; its commands. */
  public leave(section: string): readonly string[] {
    return this.take(section).commands;
  }

  /** A page is read from its beginning: a block before this one that nobody typed stays untyped. */
  private take(section: string): Block {
    const index = this.left.findIndex((block) => block.section === section);
    const [block] = index < 0 ? [] : this.left.splice(index, 1);
    if (block === undefined) throw new Error(`'${section}' has no further commands`);
    if (index > 0) this.passedOver.push(section);
    return block;
  }

  /** Types one command, which must succeed. */
  public async type(command: string): Promise<Typed> {
    const began = performance.now();
    const typed = await this.terminal.type(command);
    const seconds = Math.round((performance.now() - began) / 1000);
    appendFileSync(
      join(this.directory, "typed.log"),
      `${seconds} s, ${typed.status}: ${command}\n`,
    );
    if (typed.status !== 0) {
      throw new Error(`'${command}' ended with ${typed.status}:\n${typed.output.slice(-6000)}`);
    }
    return typed;
  }

  public stop(): void {
    this.terminal.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
