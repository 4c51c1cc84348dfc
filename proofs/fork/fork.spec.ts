import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { environments, namesOf } from "@pictor/image-classifier";
import { manifestOf } from "@pictor/testing";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";
import { differencesOf, listed, ofItsBindings, ofTheFork } from "./differences";
import { ForkedWorkspace, root, synthesise } from "./forked-workspace";

const dev = environments.find(({ name }) => name === "dev");
if (dev === undefined) throw new Error("there is no environment 'dev'");
const { modelBucket, stacks } = namesOf(dev);

let directory: string;
let aws: LocalAws;
let fork: ForkedWorkspace;
let variables: Readonly<Record<string, string>>;

/** Folders of synthesised stacks: today's, the fork's, and those of its bindings of provider 6. */
const stacksOf = (name: "cdktf.out" | "today" | "bindings"): string =>
  join(directory, name, "stacks");

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-fork-"));
  const releases = join(directory, "releases");
  mkdirSync(releases);
  for (const { name } of environments) {
    writeFileSync(join(releases, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
  variables = {
    PICTOR_RELEASES_DIR: releases,
    PICTOR_ACCOUNT_ID: dev.accountId,
    PICTOR_REGION: dev.region,
    PICTOR_ACCOUNT_STATE: "local",
  };
  aws = await LocalAws.start({ ...dev, environment: dev.name }, directory);
  fork = new ForkedWorkspace(join(directory, "workspace"));
  fork.take("cdktf", "npm:cdktn@0.24.0");
  synthesise(join(root, "apps"), join(directory, "today"), variables);
  fork.synthesise(join(directory, "cdktf.out"), variables);
}, 1_200_000);

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs Terraform in a stack of the fork; what it prints if it fails. */
function terraform(stack: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("terraform", [...args, "-no-color"], {
    cwd: join(stacksOf("cdktf.out"), stack),
    env: aws.variables,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

async function apply(stack: string): Promise<void> {
  const applied = aws.terraform(stack);
  await applied.init();
  await applied.apply();
  expect(aws.plan(stack)).toBeUndefined();
}

describe("both apps on CDKTF's fork, which one line of the catalog takes", () => {
  it("load the fork in the place of CDKTF, and no second copy", () => {
    const loaded = fork.pathOf("cdktf", "apps/account");
    expect(loaded).toMatch(/node_modules\/cdktn\//);
    for (const folder of ["apps/image-classifier", "packages/storage", "packages/inference"]) {
      expect(fork.pathOf("cdktf", folder)).toBe(loaded);
    }
  });

  it("synthesise today's stacks, but for the listed differences", () => {
    const names = readdirSync(stacksOf("today")).sort();
    expect(names).toEqual(expect.arrayContaining(["account", "dev", "dev-data", "dev-jobs"]));
    expect(differencesOf(stacksOf("today"), stacksOf("cdktf.out"))).toEqual(
      listed(names, ofTheFork),
    );
  });

  it("synthesise stacks that Terraform finds valid, with the committed lock file", () => {
    const init = ["init", "-backend=false", "-input=false", "-lockfile=readonly"];
    const found = readdirSync(stacksOf("cdktf.out")).flatMap((name) =>
      [terraform(name, ...init), terraform(name, "validate")].map((text) => `${name}: ${text}`),
    );
    expect(found.filter((text) => !text.endsWith(": "))).toEqual([]);
  });

  it("are applied: account, data, service and jobs, and nothing is left to change", async () => {
    await apply("account");
    await apply(stacks.data);
    const { bytes } = smallArtefact(directory, "robin");
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    const { key: Key } = manifestOf("a").live;
    await s3.send(new PutObjectCommand({ Bucket: modelBucket, Key, Body: bytes }));
    await apply(stacks.service);
    await apply(stacks.jobs);
    const { "sagemaker.endpoints": endpoints } = await aws.inventory();
    expect(endpoints).toHaveLength(1);
  });
});

describe("both apps on the fork's bindings of AWS provider 6, a second line", () => {
  beforeAll(() => {
    fork.take("@cdktf/provider-aws", "npm:@cdktn/provider-aws@25.7.0");
    fork.synthesise(join(directory, "bindings"), variables);
  }, 1_200_000);

  it("load one copy of the fork, by both of its names", () => {
    const bindings = "apps/account/node_modules/@cdktf/provider-aws";
    expect(fork.pathOf("cdktn", bindings)).toBe(fork.pathOf("cdktf", "apps/account"));
  });

  it("compile, and synthesise today's stacks but for the listed differences", () => {
    const names = readdirSync(stacksOf("today")).sort();
    expect(differencesOf(stacksOf("today"), stacksOf("bindings"))).toEqual(
      listed(names, [...ofTheFork, ...ofItsBindings]),
    );
  });

  it("leave out the lock file, which has no hashes of that provider", () => {
    const lock = join(stacksOf("bindings"), "dev-data", ".terraform.lock.hcl");
    expect(existsSync(lock)).toBe(false);
  });
});
