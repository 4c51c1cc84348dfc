import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  it("synthesises every stack of every environment, and uses nothing that Node deprecates", () => {
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
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(expected.sort());
  });
});
