import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { hintFor } from "../errors.mjs";
import { hashOf, isFresh, writeStamp } from "../stamp.mjs";
import { isAtLeast } from "../tools.mjs";

let directory;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-set-up-"));
});
after(() => rmSync(directory, { recursive: true }));

describe("the tools that a machine must bring", () => {
  /** Runs the check with a PATH on which only these commands are. */
  function check(commands) {
    const bin = mkdtempSync(join(directory, "bin-"));
    symlinkSync(process.execPath, join(bin, "node"));
    for (const [name, output] of Object.entries(commands)) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho '${output}'\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const script = `import { checkTools } from ${JSON.stringify(join(import.meta.dirname, "..", "tools.mjs"))};
      try { console.log(JSON.stringify(checkTools())); } catch (error) { console.error(error.message); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { PATH: bin },
      encoding: "utf8",
    });
    return { stdout, stderr };
  }
  const fit = {
    npm: "10.2.0",
    "python3.11": "3.11.9",
    terraform: '{"terraform_version":"1.10.0"}',
  };

  it("are enough as the README says", () => {
    assert.deepEqual(JSON.parse(check(fit).stdout), { python: "python3.11", terraform: "1.10.0" });
  });

  it("may have Python under its plain name", () => {
    const { "python3.11": version, ...others } = fit;
    assert.deepEqual(JSON.parse(check({ ...others, python3: version }).stdout), {
      python: "python3",
      terraform: "1.10.0",
    });
  });

  it("are all reported at once where they are missing: found, wanted, how to get it", () => {
    const { stderr } = check({});
    assert.match(stderr, /npm: found none, wanted 8\.0 or newer/);
    assert.match(stderr, /Python: found none, wanted 3\.11, from 3\.11\.4 on .*https:/);
    assert.match(stderr, /Terraform: found none, wanted 1\.10 or newer; see https:/);
  });

  it("are reported where they are too old, or too new for the pinned wheels", () => {
    const { stderr } = check({
      ...fit,
      "python3.11": "3.12.1",
      terraform: '{"terraform_version":"1.9.8"}',
    });
    assert.match(stderr, /Terraform: found 1\.9\.8, wanted 1\.10/);
    assert.match(stderr, /Python: found 3\.12\.1, wanted 3\.11/);
  });

  it("are refused with a Python whose tarfile has no filters, and taken with the first that has", () => {
    const { "python3.11": _, ...others } = fit;
    assert.match(check({ ...others, "python3.11": "3.11.2" }).stderr, /Python: found 3\.11\.2/);
    const both = { ...others, "python3.11": "3.11.2", python3: "3.11.10" };
    assert.equal(JSON.parse(check(both).stdout).python, "python3");
    assert.equal(JSON.parse(check({ ...others, python3: "3.11.4" }).stdout).python, "python3");
  });
});

describe("the command", () => {
  it("refuses an option that it does not have, before it installs anything", () => {
    const main = join(import.meta.dirname, "..", "main.mjs");
    const { status, stderr, stdout } = spawnSync(process.execPath, [main, "--train"], {
      encoding: "utf8",
    });
    assert.equal(status, 2);
    assert.match(stderr, /^there is no option '--train': .* '--training' for what training/);
    assert.equal(stdout, "");
  });
});

describe("a version", () => {
  it("is compared by its numbers, not its letters", () => {
    assert.equal(isAtLeast("20.9.0", [20, 11]), false);
    assert.equal(isAtLeast("20.11.1", [20, 11]), true);
    assert.equal(isAtLeast("100.0.0", [20, 11]), true);
    assert.equal(isAtLeast("1.10.0-beta1", [1, 10]), true);
  });
});

describe("a failed step's output", () => {
  for (const [output, hint] of [
    ["npm error code ENOTFOUND", /registry cannot be reached/],
    ["pip: NewConnectionError: Temporary failure in name resolution", /registry cannot be reached/],
    ["tar: write error: No space left on device", /disk is full/],
    ["EACCES: permission denied, mkdir", /cannot be written/],
  ]) {
    it(`'${output}' tells the next thing to try`, () => assert.match(hintFor(output), hint));
  }

  it("that tells nothing known gets no advice", () =>
    assert.equal(hintFor("segmentation fault"), ""));
});

describe("a stamp", () => {
  it("is fresh for the same contents, and for nothing else", () => {
    const [file, stamp] = [join(directory, "input"), join(directory, "made", "stamp")];
    writeFileSync(file, "one");
    const before = hashOf([file]);
    assert.equal(isFresh(stamp, before), false);
    writeStamp(stamp, before);
    assert.equal(isFresh(stamp, hashOf([file])), true);
    writeFileSync(file, "two");
    assert.equal(isFresh(stamp, hashOf([file])), false);
  });

  it("counts a directory with all that is below it, and a missing file as nothing", () => {
    const before = hashOf([directory, join(directory, "missing")]);
    writeFileSync(join(directory, "new"), "");
    assert.notEqual(hashOf([directory]), before);
  });
});
