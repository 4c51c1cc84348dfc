// `npm run api`: writes the report of each package's public API into docs/api.
// `--check`: fails where a report is of other code, or where its change is in no changeset.
// `--released`: records the reports as those of the version that package.json names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { pendingChangesets, problemsOf, readReleased, writeReleased } from "./released.mjs";
import { committedReports, readReports, writeReports } from "./reports.mjs";

const reports = readReports();
if (process.argv.includes("--check")) {
  const problems = problemsOf({
    reports,
    committed: committedReports(),
    released: readReleased(),
    changesets: pendingChangesets(),
  });
  for (const problem of problems) console.error(`error  ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  writeReports(reports);
  if (process.argv.includes("--released")) writeReleased(versionOf("contracts"), reports);
  console.log(`${reports.length} reports in docs/api; 'git diff docs/api' shows what changed`);
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")).version;
}
