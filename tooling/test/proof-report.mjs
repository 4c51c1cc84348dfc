import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** The committed report of the suites that `npm test` leaves to `npm run prove`. */
export const reportFile = join(root, "docs", "proof.md");

/** Where a package or an app keeps the code that it ships. Its tests and READMEs are not what a suite proves. */
const shipped = ["src", "lambda", "adapters", "environments", "python/pictor_local"];

/**
 * Hash of the code that a suite proves: of its packages and apps, and of the suite itself. Another comment in TypeScript
 * is not other code.
 *
 * @returns 12 hexadecimal digits
 */
export function codeOf({ folder, proves, with: shared = [] }) {
  const paths = [
    `proofs/${folder}`,
    ...shared.map((name) => `proofs/${name}`),
    "proofs/shared",
    ...proves.flatMap((name) =>
      ["packages", "apps"].flatMap((group) => shipped.map((part) => `${group}/${name}/${part}`)),
    ),
  ].filter((path) => existsSync(join(root, path)));
  const hash = createHash("sha256");
  for (const file of filesOf(paths)) {
    hash.update(file).update("\0").update(codeIn(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

const known = new Map();

function codeIn(file) {
  const code = known.get(file) ?? codeOfFile(file, readFileSync(join(root, file)));
  known.set(file, code);
  return code;
}

/** Code in a file's content; of TypeScript what the compiler makes of it, without types and comments. */
export function codeOfFile(file, content) {
  if (!file.endsWith(".ts")) return content;
  // Not imported above: `npm test` loads this module before it has installed the packages.
  const { transpileModule } = createRequire(join(root, "package.json"))("typescript");
  const compilerOptions = { removeComments: true, target: "es2022", module: "preserve" };
  return transpileModule(content.toString(), { compilerOptions }).outputText;
}

/** Files that git tracks or would track, sorted; what a test run leaves in a folder does not count. */
function filesOf(paths) {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths];
  const listed = execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  return [...new Set(files)].sort();
}

/** Rows of a report: suite, cases, date, seconds, code. */
export function readReport(text) {
  return [...text.matchAll(/^\| `(.+?)` *\| *(\d+) \| (\S+), (\d+) s +\| `(\w+)` +\|$/gm)].map(
    ([, name, cases, date, seconds, code]) => ({
      name,
      cases: Number(cases),
      seconds: Number(seconds),
      date,
      code,
    }),
  );
}

/**
 * The report after a run: a suite that passed has a new row, one that failed has none, and the others keep theirs.
 *
 * @param before rows of the report as it stands
 * @param suites all suites that belong into the report, in its order
 * @param run `results` (name, passed, failed, seconds), `date` (`2026-11-29`), and `codes`: each suite's hash at the run's begin
 */
export function rowsAfter(before, suites, { results, date, codes }) {
  return suites.flatMap((suite) => {
    const result = results.find(({ name }) => name === suite.name);
    if (result === undefined) return before.filter(({ name }) => name === suite.name);
    if (result.failed > 0 || result.passed === 0) return [];
    const { name, passed: cases } = result;
    return [{ name, cases, seconds: Math.round(result.seconds), date, code: codes.get(name) }];
  });
}

/** What a reader of `npm test` must do about the report: nothing, or run suites again. */
export function problemsOf(rows, suites) {
  return suites.flatMap((suite) => {
    const row = rows.find(({ name }) => name === suite.name);
    if (row === undefined) return [`no proof '${suite.name}': npm run prove -- ${suite.name}`];
    if (row.code === codeOf(suite)) return [];
    return [
      `the proof '${suite.name}' of ${row.date} is of other code than this: npm run prove -- ${suite.name}`,
    ];
  });
}

/** The report as Markdown. */
export function renderReport(rows) {
  const run = ({ date, seconds }) => `${date}, ${seconds} s`;
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const runWidth = Math.max(...rows.map((row) => run(row).length));
  const table = rows.map((row) => {
    const { name, cases, code } = row;
    return `| ${`\`${name}\``.padEnd(width)} | ${String(cases).padStart(5)} | ${run(row).padEnd(runWidth)} | \`${code}\` |`;
  });
  return [
    "# Proofs that take longer than a test run",
    "",
    "`npm run prove` ran these suites and wrote this page. Every case of each passed. `npm test` fails if a suite",
    "has no row, or if its code is no longer the code that it proved.",
    "",
    "- **run**: date, and seconds of the suite on the machine that ran it, beside other suites of the same run.",
    "- **code**: hash of the suite and of the packages that it proves.",
    "",
    "What each suite shows is in [proofs/README.md](../proofs/README.md).",
    "",
    `| ${"suite".padEnd(width)} | cases | ${"run".padEnd(runWidth)} | code           |`,
    `| ${"-".repeat(width)} | ----: | ${"-".repeat(runWidth)} | -------------- |`,
    ...table,
    "",
  ].join("\n");
}

/** Rows of the report as it is committed; none where there is none. */
export function committedRows(file = reportFile) {
  return existsSync(file) ? readReport(readFileSync(file, "utf8")) : [];
}

/** Begins a run of suites; what is returned writes results into the report, as often as it is called. */
export function beginReport(suites, file = reportFile) {
  const codes = new Map(suites.map((suite) => [suite.name, codeOf(suite)]));
  return (results, date) => {
    const rows = rowsAfter(committedRows(file), suites, { results, date, codes });
    if (rows.length > 0) writeFileSync(file, renderReport(rows));
  };
}
