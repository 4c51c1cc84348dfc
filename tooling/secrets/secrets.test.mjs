import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findingsIn, problemsOf } from "./secrets.mjs";
import { waivers } from "./waivers.mjs";

const letters = "q7Zk2mW9xR4tB8nL5vC1pD6sF3gH0jKaEyUo";

test("secrets of each kind that a leak would have are found, and nothing else is", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-secrets-"));
  // Put together here: as a whole, each would be a finding of the tree's own scan.
  const planted = {
    "aws.ts": `const id = "${["AK", "IA"].join("")}${letters.toUpperCase().slice(0, 16)}";`,
    "github.env": `TOKEN=${["gh", "p_"].join("")}${letters}`,
    "npm.npmrc": `//registry.npmjs.org/:_${"auth"}Token=npm_${letters}`,
    "key.pem": `-----BEGIN ${["RSA", "PRIVATE", "KEY"].join(" ")}-----`,
    "address.md": `https://somebody:${letters.slice(0, 12)}@example.com/`,
    "configuration.py": `${["pass", "word"].join("")} = "${letters.slice(0, 12)}"`,
  };
  try {
    for (const [name, text] of Object.entries(planted)) {
      writeFileSync(join(directory, name), `${text}\n`);
    }
    writeFileSync(
      join(directory, "clean.ts"),
      'const sha256 = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";\n',
    );
    const files = [...Object.keys(planted), "clean.ts"];
    const found = findingsIn(directory, files).map(({ file }) => file);
    assert.deepEqual([...new Set(found)], Object.keys(planted).sort());
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("a finding needs a waiver, and a waiver a finding", () => {
  const finding = { file: "a.ts", type: "Secret Keyword", line: 3 };
  const waiver = { file: "a.ts", type: "Secret Keyword", count: 1, reason: "none" };
  assert.deepEqual(problemsOf([finding], [waiver]), []);
  assert.match(problemsOf([finding], [])[0], /^a\.ts: 1 × Secret Keyword in lines 3, 0 waived/);
  assert.match(problemsOf([finding, finding], [waiver])[0], /2 × .* 1 waived/);
  assert.match(problemsOf([], [waiver])[0], /fewer than the 1/);
});

test("each waiver has a reason, and each file one row", () => {
  for (const { reason, count } of waivers) assert.ok(reason.length > 10 && count > 0);
  const rows = waivers.map(({ file, type }) => `${file} ${type}`);
  assert.equal(new Set(rows).size, rows.length);
});
