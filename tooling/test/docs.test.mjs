import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../setup/paths.mjs";

const pages = ["docs/architecture.md", "docs/traps.md"];
const folders = /^(apps|bench|docs|packages|proofs|tooling)\//;

for (const page of pages) {
  test(`${page} names only files and folders that exist`, () => {
    const text = readFileSync(join(root, page), "utf8");
    const paths = [...text.matchAll(/`([^`\s]+)`/g)]
      .map(([, path]) => path)
      .filter((path) => folders.test(path));
    assert.ok(paths.length > 0);
    const missing = paths.filter((path) => globSync(path, { cwd: root }).length === 0);
    assert.deepEqual(missing, []);
  });
}

test("the index of decisions has each one under its own title", () => {
  const index = readFileSync(join(root, "docs/adr/README.md"), "utf8");
  const listed = [...index.matchAll(/^- \[ADR (\d+)\]\((.+)\): (.+)$/gm)];
  assert.deepEqual(
    listed.map(([, number, file, title]) => [file, `# ${number}. ${title}`]),
    globSync("docs/adr/[0-9]*.md", { cwd: root })
      .sort()
      .map((path) => [
        path.split("/").at(-1),
        readFileSync(join(root, path), "utf8").split("\n", 1)[0],
      ]),
  );
});
