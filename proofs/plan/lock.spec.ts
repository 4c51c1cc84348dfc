import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "@pictor/image-classifier";
import {
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  thisMachine,
} from "@pictor/terraform";
import { manifestOf } from "@pictor/testing";

const apps = join(__dirname, "..", "..", "apps");
let directory: string;
let stacks: string;

/** Synthesises every stack of both apps, as `cdktf` does. */
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-lock-"));
  const releases = join(directory, "releases");
  mkdirSync(releases);
  for (const { name } of environments) {
    writeFileSync(join(releases, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
  const outdir = join(directory, "cdktf.out");
  stacks = join(outdir, "stacks");
  const [{ accountId, region } = { accountId: "", region: "" }] = environments;
  const account = { PICTOR_ACCOUNT_ID: accountId, PICTOR_REGION: region };
  synthesise("image-classifier/dist/src/main.js", outdir, { PICTOR_RELEASES_DIR: releases });
  synthesise("account/dist/main.js", outdir, account);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function synthesise(main: string, outdir: string, variables: Record<string, string>): void {
  const { status, stderr } = spawnSync(process.execPath, [join(apps, main)], {
    env: { PATH: process.env.PATH, CDKTF_OUTDIR: outdir, ...variables },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`synthesis of ${main}: ${stderr}`);
}

const lockOf = (stack: string): string => join(stacks, stack, ".terraform.lock.hcl");

/** `terraform init` that may not change the lock file; empty if it succeeds, or what it prints. */
function init(stack: string): string {
  const args = ["init", "-backend=false", "-input=false", "-no-color", "-lockfile=readonly"];
  const { status, stderr } = spawnSync("terraform", args, {
    cwd: join(stacks, stack),
    env: {
      ...scrubbedEnvironment(process.env),
      ...providerVariables(findProviderSource(thisMachine()), directory),
      CHECKPOINT_DISABLE: "1",
    },
    encoding: "utf8",
  });
  return status === 0 ? "" : stderr;
}

describe("the lock file beside every stack", () => {
  it("is enough for terraform init with -lockfile=readonly", () => {
    const names = readdirSync(stacks);
    expect(names).toEqual(expect.arrayContaining(["account", "prod", "prod-data", "dev-jobs"]));
    expect(names.map((name) => `${name}: ${init(name)}`)).toEqual(names.map((name) => `${name}: `));
  });

  it("refuses a provider with another hash", () => {
    const lock = readFileSync(lockOf("dev-data"), "utf8");
    writeFileSync(lockOf("dev-data"), lock.replaceAll(/"(h1|zh):./g, '"$1:0'));
    rmSync(join(stacks, "dev-data", ".terraform"), { recursive: true });
    expect(init("dev-data")).toMatch(/match any\s+of\s+the\s+checksums/);
  });

  it("refuses a version of Terraform that the stacks do not name", () => {
    const file = join(stacks, "local-data", "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8"));
    expect(stack.terraform.required_version).toBe(">= 1.10.0, < 2.0.0");
    stack.terraform.required_version = "< 1.10.0";
    writeFileSync(file, JSON.stringify(stack));
    expect(init("local-data")).toMatch(/Unsupported Terraform Core version/);
  });
});
