import assert from "node:assert/strict";
import { test } from "node:test";
import { missingFrom } from "./complete.mjs";

test("a bill of materials lacks what is locked and is no component of it", () => {
  const bom = {
    components: [
      { purl: "pkg:npm/%40a/b@1.2.3" },
      { purl: "pkg:npm/c@2.0.0?vcs_url=x" },
      { purl: "pkg:pypi/pyyaml@6.0.3" },
      {},
    ],
  };
  const npm = (name, version) => ({ ecosystem: "npm", name, version });
  const pip = (name, version) => ({ ecosystem: "PyPI", name, version });
  assert.deepEqual(
    missingFrom(bom, [npm("@a/b", "1.2.3"), npm("c", "2.0.0"), pip("pyyaml", "6.0.3")]),
    [],
  );
  assert.deepEqual(missingFrom(bom, [npm("c", "2.0.1"), pip("c", "2.0.0")]), [
    "c 2.0.1",
    "c 2.0.0",
  ]);
});
