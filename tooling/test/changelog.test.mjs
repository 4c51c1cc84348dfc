import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { publishedPackages } from "../../proofs/shared/published.cjs";
import { root } from "../setup/paths.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");

test("all published packages have one version, and both changelogs have a section for it", () => {
  const versions = publishedPackages.map(
    (name) => JSON.parse(read("packages", name, "package.json")).version,
  );
  const [version] = versions;
  assert.deepEqual([...new Set(versions)], [version]);
  assert.equal(/^## (\S+)$/m.exec(read("CHANGELOG.md"))?.[1], version);
  for (const name of publishedPackages) {
    const [, newest] = /^## (\S+)$/m.exec(read("packages", name, "CHANGELOG.md")) ?? [];
    assert.equal(newest, version, `packages/${name}/CHANGELOG.md`);
  }
});
