import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../setup/paths.mjs";
import { choosePackages } from "./packages.mjs";

/** `npm test` with arguments that run nothing. */
function npmTest(...args) {
  const main = join(root, "tooling", "test", "main.mjs");
  return spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: "utf8" });
}

test("--help and -h say how packages are chosen, and run nothing", () => {
  for (const flag of ["--help", "-h"]) {
    const { status, stderr, stdout } = npmTest(flag);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    assert.match(stdout, /^usage: npm test/);
    assert.match(stdout, /packages: .*network.*image-classifier/);
    assert.doesNotMatch(stdout, /set up|passed, \d/);
  }
});

test("a package that does not exist is refused, and those that exist are named", () => {
  const { status, stderr, stdout } = npmTest("network", "netwrok");
  assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  assert.match(stderr, /^no package 'netwrok'; there are api, .*network/);
});

test("a package is known by its name, its folder and its npm name", () => {
  for (const name of ["network", "packages/network/", "@pictor/network"]) {
    assert.deepEqual(choosePackages([name]), { all: false, projects: ["packages/network"] });
  }
  assert.equal(choosePackages([]).all, true);
});
