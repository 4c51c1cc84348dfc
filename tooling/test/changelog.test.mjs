import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
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

test("the stacks of every version are kept, and a suite upgrades them", () => {
  const versions = [...read("CHANGELOG.md").matchAll(/^## (\d\S+)$/gm)].map(
    ([, version]) => version,
  );
  assert.notDeepEqual(versions, []);
  const upgrade = join(root, "proofs", "upgrade");
  const kept = readdirSync(join(upgrade, "stacks"));
  assert.deepEqual(
    versions.filter((version) => !kept.includes(version)),
    [],
    "keep the stacks of each as proofs/upgrade/README.md has it",
  );
  for (const version of kept) {
    const files = readdirSync(join(upgrade, "stacks", version));
    for (const stack of ["account", "local-data", "local", "dev-data", "dev"]) {
      assert.ok(files.includes(`${stack}.json`), `stacks/${version}/${stack}.json`);
    }
    assert.ok(existsSync(join(upgrade, `${version}.spec.ts`)), `${version}.spec.ts`);
  }
});
