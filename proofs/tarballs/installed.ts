import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { command } from "./command";
import { packAll } from "./packed";

/** The fork CDK Terrain and its bindings of the AWS provider, as a user would alias them. */
export const forkByAlias: Readonly<Record<string, string>> = {
  cdktf: "npm:cdktn@0.24.0",
  cdktn: "0.24.0",
  "@cdktf/provider-aws": "npm:@cdktn/provider-aws@25.7.0",
};

/** What another team would have: a directory outside the workspace with the packages from their tarballs. */
export class Installed {
  private constructor(public readonly directory: string) {}

  /** Packs the packages as they are published, and installs them by npm beside CDKTF and TypeScript. */
  public static create(): Installed {
    const directory = mkdtempSync(join(tmpdir(), "pictor-consumer-"));
    const installed = new Installed(directory);
    const packs = join(directory, "packs");
    mkdirSync(packs);
    const tarballs = packAll(packs).map(({ name, tarball }) => [
      `@pictor/${name}`,
      `file:packs/${basename(tarball)}`,
    ]);
    const dependencies = { ...Object.fromEntries(tarballs), ...peers() };
    const manifest = { name: "their-app", version: "1.0.0", private: true, dependencies };
    writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
    installed.run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
    cpSync(join(__dirname, "consumer"), join(directory, "src"), { recursive: true });
    return installed;
  }

  /** Runs a command that must succeed; returns its standard output. */
  public run(name: string, ...args: readonly string[]): string {
    return command(name, args, this.directory);
  }

  /** The TypeScript compiler with a user's options, and every declaration checked. */
  public tsc(...options: readonly string[]): void {
    const tsc = join(this.directory, "node_modules", "typescript", "bin", "tsc");
    const strict = ["--strict", "--skipLibCheck", "false", "--target", "es2022", "--types", "node"];
    this.run(process.execPath, tsc, "src/run.ts", ...strict, ...options);
  }

  /**
   * Puts CDKTF's fork in its place, by aliases of npm. The tree then has two copies of the fork: that of the name `cdktf`,
   * which the packages load, and that of the name `cdktn`, which the fork's AWS provider loads.
   */
  public takeFork(): void {
    const file = join(this.directory, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    Object.assign(manifest.dependencies, forkByAlias);
    writeFileSync(file, JSON.stringify(manifest));
    this.run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
  }

  /** Path of the main file of a package, as code in a directory of the tree loads it. */
  public pathOf(name: string, from = "."): string {
    return createRequire(join(this.directory, from, "package.json")).resolve(name);
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The versions that the workspace has. */
function peers(): Readonly<Record<string, string>> {
  const names = ["cdktf", "constructs", "@cdktf/provider-aws", "typescript", "@types/node"];
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  const manifest = join(dirname(__dirname), "node_modules", name, "package.json");
  return (require(manifest) as { version: string }).version;
}
