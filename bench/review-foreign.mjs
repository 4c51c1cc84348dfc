// `npm run bench -- review-foreign <directory>`: reviews every plan in the test suites of other public tools, from checkouts
// at <directory>/<owner>/<name>. review-foreign/plans.json names the repositories, and what was read of them; with
// `--record` it is written again.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plansOf } from "./review-foreign/checkout.mjs";
import { outcomeOf } from "./review-foreign/outcome.mjs";

const record = join(import.meta.dirname, "review-foreign", "plans.json");
const repositories = JSON.parse(readFileSync(record, "utf8"));
const [directory, option] = process.argv.slice(2);

const clone = ({ repository, commit }) =>
  [
    `git init -q ${directory ?? "<directory>"}/${repository}`,
    `git -C ${directory ?? "<directory>"}/${repository} fetch -q --depth 1 https://github.com/${repository} ${commit}`,
    `git -C ${directory ?? "<directory>"}/${repository} checkout -q FETCH_HEAD`,
  ].join(" && ");
const missing = repositories.filter(
  ({ repository }) => directory === undefined || !existsSync(join(directory, repository)),
);
if (directory === undefined || missing.length === repositories.length) {
  console.error("usage: npm run bench -- review-foreign <directory> [--record]");
  console.error("It reads checkouts that are there already. These commands make them:\n");
  console.error(missing.map(clone).join("\n"));
  process.exit(2);
}

const present = repositories.filter((each) => !missing.includes(each));
const results = present.map(({ repository, commit, refused = {} }) => {
  const checkout = plansOf(join(directory, repository));
  const rows = checkout.plans.map(({ file, text }) => {
    const outcome = outcomeOf(text);
    console.log(
      [repository, file, outcome.format ?? "no format", outcome.result, outcome.detail].join("  "),
    );
    return { file, ...outcome };
  });
  if (checkout.commit !== commit) {
    console.log(`${repository}: at ${checkout.commit}, and ${commit} is recorded`);
  }
  return { repository, commit: checkout.commit, known: refused, rows };
});

const isOlder = ({ result }) => result === "refused, other format";
/** What a reader of the results must explain: a crash, wrong counts, or a plan of format 1.x that is refused. */
const failures = results.flatMap(({ repository, known, rows }) =>
  rows
    .filter(({ file, result }) => result !== "reviewed" && !(file in known))
    .filter((row) => !isOlder(row))
    .map(({ file, result, detail }) => `${repository} ${file}: ${result}: ${detail}`),
);

console.table(
  results.map(({ repository, commit, rows }) => ({
    repository,
    commit: commit.slice(0, 7),
    "plans of format 1.x reviewed": rows.filter(({ result }) => result === "reviewed").length,
    "refused for another format": rows.filter(isOlder).length,
    "refused or failed": rows.filter((row) => row.result !== "reviewed" && !isOlder(row)).length,
  })),
);
for (const each of missing) console.log(`not there: ${each.repository}; ${clone(each)}`);
for (const { repository, known } of results) {
  for (const [file, why] of Object.entries(known)) {
    console.log(`expected to be refused: ${repository} ${file}: ${why}`);
  }
}
if (option === "--record") {
  const written = results.map(({ repository, commit, known, rows }) => ({
    repository,
    commit,
    plans: Object.fromEntries(
      rows.filter(({ result }) => result === "reviewed").map(({ file, format }) => [file, format]),
    ),
    otherFormats: rows.filter(isOlder).length,
    ...(Object.keys(known).length > 0 && { refused: known }),
  }));
  writeFileSync(record, `${JSON.stringify(written, undefined, 2)}\n`);
}
const reviewed = results.flatMap(({ rows }) => rows.filter(({ result }) => result === "reviewed"));
console.log(
  `${reviewed.length} plans of format 1.x of ${results.length} repositories were reviewed`,
);
for (const failure of failures) console.error(failure);
if (failures.length > 0 || reviewed.length < 25) process.exitCode = 1;
