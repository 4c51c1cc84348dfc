import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformVariables } from "../src/apply/caller-variables";

describe("what Terraform sees of the caller's configuration", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-caller-"));
  const before = process.env.TF_CLI_CONFIG_FILE;
  afterEach(() => {
    if (before === undefined) delete process.env.TF_CLI_CONFIG_FILE;
    else process.env.TF_CLI_CONFIG_FILE = before;
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it("is the mirror that was found, where the variable names a file that is missing", () => {
    process.env.TF_CLI_CONFIG_FILE = join(directory, "missing.rc");
    const mirror = { kind: "mirror", directory: "/mirror", foundBy: "found there" } as const;
    const { TF_CLI_CONFIG_FILE = "" } = terraformVariables(mirror, directory);
    expect(readFileSync(TF_CLI_CONFIG_FILE, "utf8")).toContain('path    = "/mirror"');
  });

  it("is the caller's own file, where there is one", () => {
    const file = join(directory, "own.rc");
    writeFileSync(file, "");
    process.env.TF_CLI_CONFIG_FILE = file;
    const own = { kind: "userConfig", file, installsFromMirror: false } as const;
    expect(terraformVariables(own, directory)).toMatchObject({ TF_CLI_CONFIG_FILE: file });
  });
});
