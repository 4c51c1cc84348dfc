import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { report, run } from "./command.mjs";
import { jestFiles, runJest, verdict } from "./jest.mjs";
import { python, pythonProjects } from "./python-projects.mjs";

/** Unit tests of the TypeScript projects, all in one Jest. A project without a test is a failure. */
export async function jestSuite({ projects }) {
  const tested = projects.filter((path) => existsSync(join(root, path, "tsconfig.json")));
  if (tested.length === 0) return { passed: 0, failed: 0 };
  const counts = await runJest("unit", ["--projects", ...tested]);
  const files = jestFiles("unit").filter(({ passed }) => passed > 0);
  const untested = tested.filter(
    (path) => !files.some((file) => file.path.startsWith(join(root, path, "/"))),
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

/** The Python projects, all at once: some of their tests wait for servers to start, the others compute. */
export async function pytestSuite({ projects }) {
  const tested = pythonProjects.filter((project) => projects.includes(project.package));
  const counts = await Promise.all(tested.flatMap(partsOf).map(pytest));
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed") };
}

function partsOf(project) {
  const { name, apart, workers } = project;
  if (workers !== undefined) {
    // A file's tests share a local AWS.
    return [{ project, name, args: [`--numprocesses=${workers}`, "--dist=loadfile"] }];
  }
  if (apart === undefined) return [{ project, name, args: [] }];
  return [
    { project, name, args: apart.map((file) => `--ignore=${file}`) },
    { project, name: `${name} servers`, args: apart },
  ];
}

async function pytest({ project, name, args }) {
  const file = join(report.directory, `pytest-${name.replace(" ", "-")}.xml`);
  // pytest keeps its temporary directories unless they are given to it; their paths must be short for sockets.
  const temporary = mkdtempSync(join(tmpdir(), "pictor-pytest-"));
  const code = await run(
    python(project),
    ["-m", "pytest", "-q", `--junitxml=${file}`, `--basetemp=${join(temporary, "t")}`, ...args],
    { cwd: project.directory, label: name },
  );
  rmSync(temporary, { recursive: true, force: true });
  return verdict(`pytest ${name}`, code, readJunit(file));
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
