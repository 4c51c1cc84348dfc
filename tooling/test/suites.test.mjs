import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { suitesNamed, suitesProving } from "../../proofs/chosen-suites.mjs";
import InOrder from "../../proofs/shared/in-order.mjs";
import { suites } from "../../proofs/suites.mjs";
import { root } from "../setup/paths.mjs";
import { choosePackages } from "./packages.mjs";
import { jestConfig, poolsOf } from "./proofs.mjs";
import { toolsOf } from "./python-tools.mjs";

const proofs = join(root, "proofs");
const names = suites.map(({ name }) => name).sort();
const projects = choosePackages([]).projects.map((path) => path.split("/").at(-1));

/** Packages whose own tests show all that they do: pure data, and helpers of tests. */
const provedByUnitTests = ["cost", "testing"];

describe("the register of suites", () => {
  it("names each suite once", () => {
    assert.deepEqual([...new Set(names)], names);
  });

  it("has exactly the folders that hold tests", () => {
    const folders = readdirSync(proofs, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .map((entry) => entry.name)
      .filter((folder) => specs(folder).length > 0)
      .sort();
    assert.deepEqual(suites.map(({ folder }) => folder).sort(), folders);
  });

  it("names packages that exist, and every one is proved by a suite", () => {
    const proved = suites.flatMap(({ proves }) => proves);
    assert.deepEqual(
      proved.filter((name) => !projects.includes(name)),
      [],
    );
    assert.deepEqual(
      projects.filter((name) => !proved.includes(name) && !provedByUnitTests.includes(name)),
      [],
      "add each to `proves` of a suite in proofs/suites.mjs, or to `provedByUnitTests` here",
    );
  });

  it("says where each runs", () => {
    for (const { runs } of suites) assert.ok(["test", "prove"].includes(runs));
  });

  it("has each file of a story exactly once", () => {
    for (const { folder, story } of suites.filter(({ story }) => story !== undefined)) {
      assert.deepEqual([...story].sort(), specs(folder));
    }
  });

  it("is what the READMEs' tables name in their columns of suites", () => {
    const claims = suiteCells("README.md", /^\|[^|]*\|[^|]*\|([^|]*)\|$/gm);
    assert.deepEqual(claims, names);
    assert.deepEqual(suiteCells("proofs/README.md", /^\|( `[^|]*` *)\|[^|]*\|$/gm), names);
  });
});

describe("a choice of suites", () => {
  it("by package holds those of npm test that prove it", () => {
    assert.deepEqual(
      suitesProving(["packages/network"]).map(({ name }) => name),
      ["props", "network-and-storage"],
    );
    assert.deepEqual(suitesProving(["packages/testing"]), []);
  });

  it("by name is refused where there is no such suite, with those that there are", () => {
    assert.throws(
      () => suitesNamed(["story", "stories"]),
      /no suite 'stories'; there are props, plan, /,
    );
  });
});

describe("pools", () => {
  const shared = { workers: 3, limitSeconds: 600 };
  const a = { name: "a", folder: "a", ...shared };
  const b = { name: "b", folder: "b", ...shared };
  const alone = { name: "c", folder: "c", workers: 1, limitSeconds: 600 };
  const story = { name: "d", folder: "d", ...shared, story: ["x"] };

  it("hold the suites that may share workers, and leave the others alone", () => {
    assert.deepEqual(poolsOf([a, alone, b, story]), [[a, b], [alone], [story]]);
  });

  it("do not mix time limits", () => {
    assert.equal(poolsOf([a, { ...b, limitSeconds: 60 }]).length, 2);
  });

  it("become one configuration of Jest", () => {
    const { testMatch, maxWorkers, testTimeout } = jestConfig([a, b]);
    assert.deepEqual(testMatch, ["<rootDir>/a/**/*.spec.ts", "<rootDir>/b/**/*.spec.ts"]);
    assert.deepEqual({ maxWorkers, testTimeout }, { maxWorkers: 3, testTimeout: 600_000 });
  });

  it("take the fixtures of a suite with a story", () => {
    const [pool] = poolsOf(suitesNamed(["story"]));
    const { globalSetup, globalTeardown } = jestConfig(pool);
    for (const file of [globalSetup, globalTeardown]) assert.ok(existsSync(file));
  });

  it("run a story as it is told", () => {
    const [pool] = poolsOf(suitesNamed(["story"]));
    const { story } = pool[0];
    const told = story.map((name) => `story/${name}`);
    assert.deepEqual(inOrder(jestConfig(pool), told.toReversed()), told);
  });

  it("begin with the longest suite, so that none is left over when the others have ended", () => {
    const config = jestConfig([
      { ...a, minutes: 1 },
      { ...b, minutes: 7 },
    ]);
    assert.deepEqual(inOrder(config, ["a/x", "b/y"]), ["b/y", "a/x"]);
  });
});

describe("the tools of suites", () => {
  it("are named once each, and have a lock to be installed from", () => {
    assert.deepEqual(toolsOf(suitesNamed(["plan", "api", "preflight"])), [
      "checkov",
      "schemathesis",
    ]);
    for (const name of toolsOf(suites)) {
      assert.ok(existsSync(join(root, "packages", "testing", name, "requirements.lock")));
    }
  });

  it("are all that a test of theirs takes the environment of", () => {
    const taken = suites.flatMap(({ folder, tools }) =>
      readdirSync(join(proofs, folder), { recursive: true })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join(proofs, folder, name), "utf8"))
        .flatMap((text) => [
          ...[...text.matchAll(/toolBin\("(\w+)"\)/g)].map(([, name]) => name),
          ...(text.includes('shared/checkov"') ? ["checkov"] : []),
        ])
        .filter((name) => !tools?.includes(name))
        .map((name) => `${folder} does not name ${name}`),
    );
    assert.deepEqual(taken, []);
  });
});

/** Files of specs below `proofs/`, without their ending, in the order that Jest runs them by a configuration. */
function inOrder(config, files) {
  const tests = files.map((file) => ({
    path: join(proofs, `${file}.spec.ts`),
    context: { config },
  }));
  return new InOrder()
    .sort(tests)
    .map(({ path }) => path.slice(proofs.length + 1, -".spec.ts".length));
}

function specs(folder) {
  return readdirSync(join(proofs, folder), { recursive: true })
    .filter((name) => name.endsWith(".spec.ts"))
    .map((name) => name.replace(/\.spec\.ts$/, ""))
    .sort();
}

/** The names in backticks of a table's cells, each once. */
function suiteCells(file, row) {
  const text = readFileSync(join(root, file), "utf8");
  const cells = [...text.matchAll(row)].map(([, cell]) => cell);
  const found = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  return [...new Set(found)].sort();
}
