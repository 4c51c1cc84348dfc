import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { report, run } from "./command.mjs";
import { stackTestsOf } from "./packages.mjs";
import { python, pythonProjects } from "./python-projects.mjs";

const jest = join(root, "tooling/jest-preset/node_modules/jest/bin/jest.js");

/** Unit tests of the TypeScript projects, all in one Jest. A project without a test is a failure. */
export async function jestSuite({ projects }) {
  const tested = projects.filter((path) => existsSync(join(root, path, "tsconfig.json")));
  if (tested.length === 0) return { passed: 0, failed: 0 };
  const counts = await runJest("unit", ["--projects", ...tested]);
  const files = specFiles("unit");
  const untested = tested.filter(
    (path) => !files.some((file) => file.startsWith(join(root, path, "/"))),
  );
  for (const path of untested) console.error(`${path}: no test ran`);
  return { ...counts, failed: counts.failed + untested.length };
}

/** Tests of the set-up, by Node's own runner: like what they test they need nothing installed. */
export async function toolingSuite() {
  const file = join(report.directory, "tooling.tap");
  const reporters = [
    ["--test-reporter=dot", "--test-reporter-destination=stdout"],
    ["--test-reporter=tap", `--test-reporter-destination=${file}`],
  ].flat();
  const code = await run(join(bin, "node"), ["--test", ...reporters, "tooling/**/*.test.mjs"]);
  return verdict("tooling", code, readTap(file));
}

/** Synthesis, validation, plan and apply of stacks by the real Terraform: of all, or of those that packages name. */
export function stacks({ all, projects }) {
  const files = all ? [] : stackTestsOf(projects);
  return runJest("stacks", [
    ...["--config", "apps/image-classifier/jest.stacks.config.cjs"],
    ...(files.length > 0 ? ["--runTestsByPath", ...files] : []),
  ]);
}

/** A supervisor and all its processes, killed one by one; what else can go wrong with a start. */
export function robust() {
  return runJest("robust", ["--config", "packages/cli/jest.robust.config.cjs"]);
}

/** The whole path on a local AWS. */
export function endToEnd() {
  return runJest("end-to-end", ["--config", "apps/image-classifier/jest.e2e.config.cjs"]);
}

/** The Python projects, all at once: one waits for servers to start, the other computes. */
export async function pytestSuite({ projects }) {
  const tested = pythonProjects.filter((project) => projects.includes(project.package));
  const counts = await Promise.all(tested.map(pytest));
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed") };
}

async function pytest(project) {
  const file = join(report.directory, `pytest-${project.name}.xml`);
  // pytest keeps its temporary directories unless they are given to it; their paths must be short for sockets.
  const temporary = mkdtempSync(join(tmpdir(), "pictor-pytest-"));
  const code = await run(
    python(project),
    ["-m", "pytest", "-q", `--junitxml=${file}`, `--basetemp=${join(temporary, "t")}`],
    { cwd: project.directory, label: project.name },
  );
  rmSync(temporary, { recursive: true, force: true });
  return verdict(`pytest ${project.name}`, code, readJunit(file));
}

async function runJest(name, args) {
  const file = join(report.directory, `jest-${name}.json`);
  const code = await run(join(bin, "node"), [jest, ...args, "--json", `--outputFile=${file}`]);
  return verdict(name, code, readJest(file));
}

/**
 * Turns a runner's own count into ours. A run that crashed, ran nothing or skipped something is a failure, whatever
 * it counted.
 */
function verdict(name, code, counts) {
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

/** Files of which at least one test passed. */
function specFiles(name) {
  const file = join(report.directory, `jest-${name}.json`);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, "utf8"))
    .testResults.filter(({ assertionResults }) =>
      assertionResults.some(({ status }) => status === "passed"),
    )
    .map(({ name: path }) => path);
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

function readJunit(file) {
  if (!existsSync(file)) return undefined;
  const [suite] = readFileSync(file, "utf8").match(/<testsuite [^>]*>/) ?? [];
  if (suite === undefined) return undefined;
  const count = (name) => Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") };
}

function readTap(file) {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const count = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, "m"))?.[1] ?? 0);
  return {
    passed: count("pass"),
    failed: count("fail") + count("cancelled"),
    skipped: count("skipped") + count("todo"),
  };
}
