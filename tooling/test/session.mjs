import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { markOfRun, report } from "./command.mjs";
import { failedTests } from "./failures.mjs";

/** Begins a run of suites, with a report and temporary files of its own. */
export function begin() {
  const started = performance.now();
  rmSync(report.directory, { recursive: true, force: true });
  mkdirSync(report.directory, { recursive: true });
  // cdktf's synthesis in tests leaves its output behind: whatever the suites make goes with this directory.
  const temporary = mkdtempSync(join(tmpdir(), "pictor-test-"));
  process.env.TMPDIR = temporary;
  process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
  markOfRun(temporary);

  const results = [];
  const keep = (result) => {
    const file = join(report.directory, `${result.name.replace(" ", "-")}.json`);
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    results.push(result);
  };
  return {
    /** Runs one suite. */
    suite: async (name, run) => {
      const begun = performance.now();
      console.log(`\n── ${name}`);
      const counts = await settle(name, run);
      keep({ name, ...counts, seconds: Math.round((performance.now() - begun) / 100) / 10 });
    },
    /** Runs what counts its suites itself. */
    suites: async (name, run) => {
      const result = await settle(name, run);
      for (const each of Array.isArray(result) ? result : [{ name, ...result, seconds: 0 }]) {
        keep(each);
      }
    },
    /** Prints what each suite counted; the exit code. */
    summary: () => summary(results, started),
  };
}

function summary(results, started) {
  const failures = failedTests(report.directory);
  if (failures.length > 0) console.log("\n── failed");
  for (const { name, message } of failures) {
    console.log(`${name.replace(`${root}/`, "")}\n${message.replace(/^/gm, "    ")}`);
  }
  console.log("\n── summary");
  const width = Math.max(12, ...results.map(({ name }) => name.length));
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${name.padEnd(width)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds} s`,
    );
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`all suites took ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 ? 0 : 1;
}

/** A suite that breaks is a failure, and not the end of the others. */
async function settle(name, run) {
  try {
    return await run();
  } catch (error) {
    console.error(`${name}:`, error);
    return { passed: 0, failed: 1 };
  }
}
