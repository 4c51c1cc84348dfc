import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformVersions } from "@pictor/account";
import { manifestOf } from "@pictor/testing";
import { environments } from "../environments";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-main-"));
  for (const { name } of environments) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("the app, as cdktf runs it", () => {
  it("synthesises every stack of every environment, pinned and locked, and uses nothing that Node deprecates", () => {
    const outdir = join(directory, "cdktf.out");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--throw-deprecation", join(__dirname, "..", "dist", "src", "main.js")],
      {
        env: { PATH: process.env.PATH, CDKTF_OUTDIR: outdir, PICTOR_RELEASES_DIR: directory },
        encoding: "utf8",
      },
    );
    expect({ status, stdout, warnings: stderr.match(/.*(warning|deprecat).*/gi) }).toEqual({
      status: 0,
      stdout: "",
      warnings: null,
    });
    // Without a manifest an environment has no batches, so `training` alone makes the stack of jobs.
    const expected = environments.flatMap(({ name, training }) => [
      ...[name, `${name}-data`],
      ...(training === undefined ? [] : [`${name}-jobs`]),
    ]);
    const stacks = join(outdir, "stacks");
    expect(readdirSync(stacks).sort()).toEqual(expected.sort());
    const lock = join(__dirname, "..", "..", "account", "terraform.lock.hcl");
    for (const name of expected) {
      const read = (file: string) => readFileSync(join(stacks, name, file), "utf8");
      const { terraform } = JSON.parse(read("cdk.tf.json"));
      expect(terraform.required_version).toBe(terraformVersions);
      expect(terraform.required_providers).toEqual({ aws: { source: "aws", version: "5.100.0" } });
      expect(read(".terraform.lock.hcl")).toBe(readFileSync(lock, "utf8"));
    }
  });
});
