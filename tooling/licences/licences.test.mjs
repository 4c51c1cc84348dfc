import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  developmentProblems,
  file,
  installedPackages,
  isOn,
  render,
  shipped,
  shippedProblems,
} from "./licences.mjs";

test("the committed list is of what is shipped, and each licence is allowed", async () => {
  const packages = await shipped();
  assert.deepEqual(shippedProblems(packages), []);
  assert.equal(readFileSync(file, "utf8"), render(packages), "run 'npm run licences' and commit");
  const of = (how) => packages.filter((one) => one.how.includes(how)).map(({ name }) => name);
  // One of each kind, so that a list which lost a kind is noticed.
  assert.ok(of("dependency").includes("zod"));
  assert.ok(of("peer").includes("cdktf"));
  assert.ok(of("Lambda function").includes("@aws-sdk/client-sagemaker-runtime"));
  assert.ok(of("artefact").includes("onnxruntime"));
});

test("each package of development has a licence of a list, or an exception with a reason", () => {
  const packages = installedPackages();
  assert.ok(packages.length > 500);
  assert.deepEqual(developmentProblems(packages), []);
});

test("a licence that is on no list is found, and an exception that is over", () => {
  const shipping = [{ name: "x", version: "1.0.0", licence: "AGPL-3.0-or-later" }];
  assert.deepEqual(shippedProblems(shipping), [
    "x 1.0.0: 'AGPL-3.0-or-later' is not allowed in what is shipped",
  ]);
  assert.match(developmentProblems(shipping)[0], /^x: 'AGPL-3.0-or-later' is on no list/);
  assert.match(developmentProblems([]).join(), /exception of @cloud-copilot\/iam-simulate/);
});

test("of licences between which a user may choose, one is enough; of a licence and another, both count", () => {
  assert.ok(isOn(["MIT"], "(MIT OR GPL-3.0-or-later)"));
  assert.ok(!isOn(["MIT"], "Apache-2.0 AND MIT"));
  assert.ok(!isOn(["MIT"], "unknown"));
});
