// `npm test`: everything. `npm test -- <package>…`: lint, types, unit tests and named stack tests of these packages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../setup/set-up.mjs";
import { endToEnd, jestSuite, pytestSuite, robust, stacks, toolingSuite } from "./behaviour.mjs";
import { report, stop } from "./command.mjs";
import { leftBehind, lookAround } from "./left-behind.mjs";
import { lint } from "./lint.mjs";
import { choosePackages, stackTestsOf } from "./packages.mjs";
import { types } from "./types.mjs";

const started = performance.now();
await setUp();
const chosen = choosePackages(process.argv.slice(2));
rmSync(report.directory, { recursive: true, force: true });
mkdirSync(report.directory, { recursive: true });

// cdktf's synthesis in tests leaves its output behind: whatever the suites make goes with this directory.
const temporary = mkdtempSync(join(tmpdir(), "pictor-test-"));
process.env.TMPDIR = temporary;
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));

const before = lookAround();
const suites = [
  { name: "lint", run: lint },
  { name: "types", run: () => types(chosen) },
  { name: "unit", run: () => jestSuite(chosen) },
  { name: "python", run: () => pytestSuite(chosen) },
  ...(chosen.all ? [{ name: "tooling", run: toolingSuite }] : []),
  ...(chosen.all || stackTestsOf(chosen.projects).length > 0
    ? [{ name: "stacks", run: () => stacks(chosen) }]
    : []),
  ...(chosen.all
    ? [
        { name: "robust", run: robust },
        { name: "end-to-end", run: endToEnd },
        { name: "left behind", run: () => leftBehind(before) },
      ]
    : []),
];

const results = [];
for (const { name, run } of suites) {
  const begun = performance.now();
  console.log(`\n── ${name}`);
  const counts = await settle(name, run);
  const result = { name, ...counts, seconds: Math.round((performance.now() - begun) / 100) / 10 };
  writeFileSync(
    join(report.directory, `${name.replace(" ", "-")}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  results.push(result);
}

console.log("\n── summary");
for (const { name, passed, failed, seconds } of results) {
  console.log(
    `${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds} s`,
  );
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`all suites took ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

/** A suite that breaks is a failure, and not the end of the others. */
async function settle(name, run) {
  try {
    return await run();
  } catch (error) {
    console.error(`${name}:`, error);
    return { passed: 0, failed: 1 };
  }
}
