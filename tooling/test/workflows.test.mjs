import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { unpinnedUses, workflows } from "./workflows.mjs";

const commit = "11bd71901bbe5b1630ceea73d27597364c9af683";

test("an action is used by its commit, with the version in a comment", () => {
  const by = (reference) => unpinnedUses(`steps:\n      - uses: actions/checkout@${reference}\n`);
  assert.deepEqual(by(`${commit} # v4.2.2`), []);
  assert.deepEqual(unpinnedUses("    uses: ./.github/workflows/terraform.yml"), []);
  for (const reference of ["v4", "main", commit, `${commit.slice(0, 12)} # v4.2.2`]) {
    assert.deepEqual(by(reference), [`- uses: actions/checkout@${reference}`]);
  }
});

test("zizmor, as the lint step calls it, refuses a tag and a script with untrusted text", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-workflows-"));
  const folder = join(directory, ".github", "workflows");
  mkdirSync(folder, { recursive: true });
  const [{ command, args }] = workflows();
  const options = args.filter((argument) => argument.startsWith("--"));
  const run = (uses, script) => {
    const text = `name: x\non: [issues]\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n        with:\n          persist-credentials: false\n      - run: ${script}\n`;
    writeFileSync(join(folder, "x.yml"), text);
    return spawnSync(command, [...options, ".github/workflows"], { cwd: directory }).status;
  };
  try {
    const pinned = `actions/checkout@${commit} # v4.2.2`;
    assert.equal(run(pinned, "echo hello"), 0);
    assert.notEqual(run("tj-actions/changed-files@v45", "echo hello"), 0);
    // GitHub's expression, not JavaScript's.
    assert.notEqual(run(pinned, ["echo $", "{{ github.event.issue.title }}"].join("")), 0);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
