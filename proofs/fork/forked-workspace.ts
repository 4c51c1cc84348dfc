import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { scrubbedEnvironment, type Variables } from "@pictor/terraform";

/** This workspace. */
export const root = join(__dirname, "..", "..");

const apps = ["account", "image-classifier"] as const;

/** A copy of the workspace, whose catalog has other versions. */
export class ForkedWorkspace {
  /** Copies every file that git tracks or would track. */
  public constructor(private readonly directory: string) {
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const paths = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).split("\0");
    for (const path of paths.filter((one) => one !== "" && existsSync(join(root, one)))) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      cpSync(join(root, path), join(directory, path));
    }
  }

  /** Gives a package of the catalog another version: one line of one file. Then installs, and compiles both apps and their packages. */
  public take(name: string, version: string): void {
    const file = join(this.directory, "pnpm-workspace.yaml");
    const before = readFileSync(file, "utf8").split("\n");
    const line = new RegExp(`^  "?${name}"?: `);
    const after = before.map((text) => (line.test(text) ? `  "${name}": ${version}` : text));
    const changed = after.filter((text, index) => text !== before[index]);
    if (changed.length !== 1) throw new Error(`${changed.length} lines of the catalog changed`);
    writeFileSync(file, after.join("\n"));
    this.run(
      join(root, "node_modules", "pnpm", "bin", "pnpm.cjs"),
      ...["install", "--no-frozen-lockfile", "--prefer-offline"],
    );
    const filters = apps.map((app) => `--filter=@pictor/${app}...`);
    this.run(join(this.directory, "tooling", "setup", "compile.mjs"), ...filters);
  }

  /** Path of a package's main file, as code in a folder of the workspace loads it. */
  public pathOf(name: string, from: string): string {
    return createRequire(join(this.directory, from, "package.json")).resolve(name);
  }

  /** Synthesises the stacks of both apps. */
  public synthesise(outdir: string, variables: Variables): void {
    synthesise(join(this.directory, "apps"), outdir, variables);
  }

  private run(script: string, ...args: readonly string[]): void {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: this.directory,
      env: { ...scrubbedEnvironment(process.env), ...authorities(), CI: "1" },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`${script} ${args.join(" ")}: ${stdout}${stderr}`);
  }
}

/**
 * Certificates that Node.js trusts beside its own, as a company's proxy has them. Without them pnpm asks the registry again
 * and again, without an end.
 */
function authorities(): Variables {
  const { NODE_EXTRA_CA_CERTS: file } = process.env;
  return file === undefined ? {} : { NODE_EXTRA_CA_CERTS: file };
}

/** Synthesises the stacks of the apps in a folder, as `cdktf` does. */
export function synthesise(apps: string, outdir: string, variables: Variables): void {
  for (const main of ["account/dist/main.js", "image-classifier/dist/src/main.js"]) {
    const { status, stderr } = spawnSync(process.execPath, [join(apps, main)], {
      env: { PATH: process.env.PATH, ...variables, CDKTF_OUTDIR: outdir },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`synthesis of ${main}: ${stderr}`);
  }
}
