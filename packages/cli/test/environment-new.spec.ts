import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standInManifest } from "../src/cost/stand-in";
import { createFile } from "../src/environment/write";
import { layout } from "../src/run/layout";
import { runWithoutAws } from "./without-aws";

const home = mkdtempSync(join(tmpdir(), "pictor-environment-"));
afterAll(() => rmSync(home, { recursive: true }));

const account = ["--account", "123456789012"];

function created(directory: string, ...words: readonly string[]) {
  const variables = { PICTOR_ENVIRONMENTS_DIR: directory };
  return runWithoutAws(home, ["environment", "new", ...words], variables);
}

/** What is in a directory that may not exist. */
const contents = (directory: string) => (existsSync(directory) ? readdirSync(directory) : []);

describe("pictor environment new", () => {
  it("writes one file, and prints the commands that deploy it", () => {
    const directory = join(home, "written");
    const { status, stdout } = created(directory, "trial", ...account, "--json");
    const { file, next } = JSON.parse(stdout);
    expect({ status, file, files: contents(directory) }).toEqual({
      status: 0,
      file: join(directory, "trial.ts"),
      files: ["trial.ts"],
    });
    expect(next.join("\n")).toMatch(
      /123456789012[\s\S]*trial-data[\s\S]*publish trial[\s\S]*verify trial/,
    );
  });

  it("reports everything that is wrong at once, and writes nothing", () => {
    const directory = join(home, "refused");
    const wrong = ["--region", "eu-centrl-1", "--capacity", "realTime", "--cidr", "10.0.0.0/33"];
    const { status, stderr } = created(directory, "Pro-d", "--github", "owner", ...wrong);
    expect({ status, files: contents(directory) }).toEqual({ status: 1, files: [] });
    for (const option of ["<name>", "--account", "--region", "--cidr", "--github"]) {
      expect(stderr).toMatch(new RegExp(`^  ${option}.*: |^  .*, ${option}: |^  ${option} `, "m"));
    }
    expect(stderr).toContain("did you mean 'eu-central-1'?");
  });

  it("leaves a file alone that is there but not compiled yet", () => {
    const directory = join(home, "there");
    mkdirSync(directory);
    writeFileSync(join(directory, "trial.ts"), "mine");
    const { stderr } = created(directory, "trial", ...account);
    expect(stderr).toContain("trial.ts already");
    expect(readFileSync(join(directory, "trial.ts"), "utf8")).toBe("mine");
  });

  it("never replaces a file that appears while it runs", () => {
    const file = join(home, "appeared.ts");
    writeFileSync(file, "mine");
    expect(() => createFile(file, "text")).toThrow("already");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(contents(home).filter((name) => name.startsWith("appeared"))).toEqual(["appeared.ts"]);
  });

  it("leaves nothing behind where the file cannot be written whole", () => {
    const directory = join(home, "full");
    const main = join(layout.root, "packages", "cli", "dist", "main.js");
    const command = `ulimit -f 0; exec "$0" "$@"`;
    const words = [process.execPath, main, "environment", "new", "trial", ...account];
    const { status, stderr } = spawnSync("bash", ["-c", command, ...words], {
      env: { PATH: process.env.PATH, HOME: home, PICTOR_ENVIRONMENTS_DIR: directory },
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("EFBIG") });
    expect(contents(directory)).toEqual([]);
  });
});

describe("a new environment is its file alone", () => {
  const copy = join(home, "copy");
  const app = join(copy, "apps", "image-classifier");
  const kinds = [
    ["trial", ["--capacity", "serverless"]],
    ["live", ["--capacity", "realTime", "--region", "eu-central-1", "--peak", "12"]],
    ["busy", ["--capacity", "adaptive", "--github", "owner/name", "--throw-away"]],
  ] as const;

  beforeAll(() => {
    for (const name of ["account", "image-classifier"]) {
      cpSync(join(layout.root, "apps", name), join(copy, "apps", name), {
        recursive: true,
        filter: (path) => !/\/(node_modules|test|cdktf\.out)$/.test(path),
      });
      const modules = join(layout.root, "apps", name, "node_modules");
      symlinkSync(modules, join(copy, "apps", name, "node_modules"));
    }
    cpSync(join(layout.root, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
    symlinkSync(join(layout.root, "node_modules"), join(copy, "node_modules"));
    for (const [name, options] of kinds) {
      created(join(app, "environments"), name, ...account, ...options);
    }
  }, 60_000);

  function run(directory: string, words: readonly string[], variables: Record<string, string>) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...words], {
      cwd: directory,
      env: { PATH: process.env.PATH, ...variables },
      encoding: "utf8",
    });
    return { status, text: `${stdout}${stderr}` };
  }

  it("is refused before it is compiled, with the command that compiles", () => {
    const variables = { CDKTF_OUTDIR: join(home, "early") };
    expect(run(app, ["dist/src/main.js"], variables)).toEqual({
      status: 1,
      text: expect.stringMatching(/busy\.ts: is not compiled: run 'npm run setup'/),
    });
  });

  it("compiles, and is formatted as the rest is", () => {
    const compiler = require.resolve("typescript/bin/tsc");
    expect(run(app, [compiler, "-p", "tsconfig.build.json"], {})).toEqual({ status: 0, text: "" });
    for (const [name] of kinds) {
      const text = readFileSync(join(app, "environments", `${name}.ts`), "utf8");
      const { stdout } = spawnSync(
        join(layout.root, "node_modules", ".bin", "biome"),
        ["format", `--stdin-file-path=apps/image-classifier/environments/${name}.ts`],
        { cwd: layout.root, encoding: "utf8", input: text },
      );
      expect(stdout).toBe(text);
    }
  }, 60_000);

  it("synthesises data and service, of each kind of capacity", () => {
    const out = join(home, "stacks");
    const releases = join(home, "releases");
    mkdirSync(releases);
    for (const [name] of kinds) {
      writeFileSync(join(releases, `${name}.json`), JSON.stringify(standInManifest));
    }
    const variables = { CDKTF_OUTDIR: out, PICTOR_RELEASES_DIR: releases };
    const { status } = run(app, ["dist/src/main.js"], variables);
    const made = contents(join(out, "stacks"));
    expect({ status, made }).toEqual({
      status: 0,
      made: expect.arrayContaining(kinds.flatMap(([name]) => [name, `${name}-data`])),
    });
  });

  it("has a deploy role and a plan role in the stack of its account and region", () => {
    const rolesIn = (region: string) => {
      const out = join(home, `account-${region}`);
      const variables = {
        CDKTF_OUTDIR: out,
        PICTOR_ACCOUNT_ID: "123456789012",
        PICTOR_REGION: region,
      };
      expect(run(join(copy, "apps", "account"), ["dist/main.js"], variables).status).toBe(0);
      const stack = readFileSync(join(out, "stacks", "account", "cdk.tf.json"), "utf8");
      const roles = Object.values<{ name: string }>(JSON.parse(stack).resource.aws_iam_role);
      return roles.map(({ name }) => name).filter((name) => /-(deploy|plan)$/.test(name));
    };
    expect(rolesIn("us-east-1").sort()).toEqual([
      "pictor-busy-us-east-1-deploy",
      "pictor-busy-us-east-1-plan",
      "pictor-trial-us-east-1-deploy",
      "pictor-trial-us-east-1-plan",
    ]);
    expect(rolesIn("eu-central-1").sort()).toEqual([
      "pictor-live-eu-central-1-deploy",
      "pictor-live-eu-central-1-plan",
    ]);
  });

  it("is gone with its file, also while its compiled file is there", () => {
    rmSync(join(app, "environments", "busy.ts"));
    const out = join(home, "gone");
    run(app, ["dist/src/main.js"], {
      CDKTF_OUTDIR: out,
      PICTOR_RELEASES_DIR: join(home, "no-releases"),
    });
    expect(contents(join(out, "stacks"))).not.toContain("busy-data");
  });
});
