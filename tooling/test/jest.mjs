import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { report, run } from "./command.mjs";

const jest = join(root, "tooling/jest-preset/node_modules/jest/bin/jest.js");

/** Runs Jest; `name` is also that of its report, which `jestFiles` reads. `options` are those of `run`. */
export async function runJest(name, args, options = {}) {
  const file = reportFile(name);
  const written = ["--json", `--outputFile=${file}`];
  const code = await run(join(bin, "node"), [jest, ...args, ...written], options);
  return verdict(name, code, readJest(file));
}

/** What a run of Jest counted in each of its files. */
export function jestFiles(name) {
  const file = reportFile(name);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, "utf8")).testResults.map((result) => {
    const count = (...statuses) =>
      result.assertionResults.filter(({ status }) => statuses.includes(status)).length;
    const passed = count("passed");
    const failed = count("failed");
    return {
      path: result.name,
      passed,
      // A file that cannot be loaded has no test that fails.
      failed: result.status === "failed" && failed === 0 ? 1 : failed,
      startTime: result.startTime,
      endTime: result.endTime,
    };
  });
}

/**
 * Turns a runner's own count into ours. A run that crashed, ran nothing or skipped something is a failure, whatever
 * it counted.
 */
export function verdict(name, code, counts) {
  if (counts === undefined || counts.passed + counts.failed === 0) {
    console.error(`${name}: no test ran`);
    return { passed: 0, failed: 1 };
  }
  const { passed, failed, skipped } = counts;
  if (skipped > 0) console.error(`${name}: ${skipped} skipped, which counts as failed`);
  const silent = code !== 0 && failed + skipped === 0;
  if (silent) console.error(`${name}: the runner failed with exit code ${code} though no test did`);
  return { passed, failed: failed + skipped + (silent ? 1 : 0) };
}

function reportFile(name) {
  return join(report.directory, `jest-${name}.json`);
}

function readJest(file) {
  if (!existsSync(file)) return undefined;
  const result = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
