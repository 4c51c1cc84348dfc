import assert from "node:assert/strict";
import { test } from "node:test";
import { packagesOf, problemsOf } from "./released.mjs";
import { withSortedLiterals } from "./reports.mjs";

const report = (text, name = "api") => ({
  package: `@pictor/${name}`,
  file: `docs/api/${name}.api.md`,
  text,
});

/** Hash of the report `old`. */
const released = { version: "0.1.0", reports: { "docs/api/api.api.md": "cba06b5736fa" } };
const changeset = { name: "new-prop.md", packages: ["@pictor/api"] };

function problems({ now, committed = now, changesets = [] }) {
  return problemsOf({ reports: now, committed, released, changesets });
}

test("an API that has not changed since the release needs nothing", () => {
  assert.deepEqual(problems({ now: [report("old")] }), []);
});

test("a changed API is refused until a changeset names its package", () => {
  const now = [report("new")];
  const [problem, ...others] = problems({ now });
  assert.match(problem, /API of @pictor\/api is not that of version 0\.1\.0/);
  assert.deepEqual(others, []);
  const other = { name: "other.md", packages: ["@pictor/cost"] };
  assert.equal(problems({ now, changesets: [other] }).length, 1);
  assert.deepEqual(problems({ now, changesets: [changeset] }), []);
});

test("a report that was not written again is refused, whatever a changeset says", () => {
  const now = [report("new")];
  const [problem] = problems({ now, committed: [report("old")], changesets: [changeset] });
  assert.match(problem, /docs\/api\/api\.api\.md is not the API of this code: run 'npm run api'/);
  assert.equal(problems({ now, committed: [], changesets: [changeset] }).length, 1);
});

test("a new package needs a changeset as well, and so does an entry that is gone", () => {
  const now = [report("old"), report("any", "cost")];
  assert.match(problems({ now })[0], /no changeset names @pictor\/cost/);
  const [gone] = problems({ now: [report("any", "cost")], changesets: [] }).filter((each) =>
    each.includes("gone"),
  );
  assert.match(gone, /docs\/api\/api\.api\.md is gone/);
});

test("the packages of a changeset are read from its front matter alone", () => {
  const text = '---\n\n"@pictor/api": minor\n"@pictor/cost": patch\n---\n\n"@pictor/jobs": minor\n';
  assert.deepEqual(packagesOf(text), ["@pictor/api", "@pictor/cost"]);
  assert.deepEqual(packagesOf("no front matter"), []);
});

test("the order of an inferred enumeration's members is none of a report", () => {
  const before = 'x: ZodEnum<{\n    b: "b";\n    a: "a";\n}>;\n    c: string;\n';
  const after = 'x: ZodEnum<{\n    a: "a";\n    b: "b";\n}>;\n    c: string;\n';
  assert.equal(withSortedLiterals(before), after);
  assert.equal(withSortedLiterals(after), after);
});
