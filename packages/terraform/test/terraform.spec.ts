import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scrubbedEnvironment, Terraform } from "../src";

/** Terraform as a script for the shell tells it. */
describe("terraform", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-terraform-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function terraform(script: string): Terraform {
    const bin = join(directory, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, "terraform"), 0o755);
    const environment = scrubbedEnvironment(process.env);
    return new Terraform({
      directory,
      environment: { ...environment, PATH: `${bin}:${environment.PATH}` },
      logFile: join(directory, "terraform.log"),
    });
  }

  it.each(["KILL", "TERM"])("says that something else ended it by SIG%s", async (signal) => {
    await expect(terraform(`kill -${signal} $$`).apply()).rejects.toThrow(
      `terraform apply: it was ended by SIG${signal}, by something else than pictor`,
    );
  });

  it("gives its exit code where it says nothing", async () => {
    await expect(terraform("exit 3").apply()).rejects.toThrow("terraform apply: exit code 3");
  });

  it("says how to get past a lock that a killed one left", async () => {
    const diagnostic = {
      severity: "error",
      summary: "Error acquiring the state lock",
      detail: "Lock Info:\n  ID:        0b1c-2d\n  Path:      x",
    };
    const line = JSON.stringify({ type: "diagnostic", diagnostic }).replaceAll("\\n", "\\\\n");
    await expect(terraform(`echo '${line}'; exit 1`).apply()).rejects.toMatchObject({
      hint: `another apply holds the lock: wait for its end; if none runs, 'terraform force-unlock 0b1c-2d' in ${directory}`,
    });
  });

  it("plans a part without reading the state again, and counts what the plan does", async () => {
    const summary = {
      type: "change_summary",
      changes: { operation: "plan", add: 3, change: 2, remove: 1 },
    };
    const script = `echo "$*" >&2; echo '${JSON.stringify(summary)}'`;
    const planned = terraform(script).plan("p", { targets: ["aws_vpc.A"], refreshes: false });
    expect(await planned).toMatchObject({ add: 3, change: 2, remove: 1 });
    const logged = readFileSync(join(directory, "terraform.log"), "utf8");
    expect(logged).toContain("plan -no-color -input=false -json -out=p -refresh=false");
    expect(logged).toContain("-target=aws_vpc.A");
  });

  it("removes exactly the lock that is named", async () => {
    await terraform(`echo "$*" >&2`).forceUnlock("0b1c-2d");
    const logged = readFileSync(join(directory, "terraform.log"), "utf8");
    expect(logged).toContain("force-unlock -no-color -force 0b1c-2d");
  });
});
