import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

const file = join(root, "docs", "api", "released.json");
const changesets = join(root, ".changeset");

/** Version and hashes of the reports that were released last; no hash at all before the first release. */
export function readReleased() {
  return existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { version: "0.0.0", reports: {} };
}

/** Records reports as those of a version. `changeset version` runs before it. */
export function writeReleased(version, reports) {
  const hashes = Object.fromEntries(reports.map(({ file: path, text }) => [path, hashOf(text)]));
  writeFileSync(file, `${JSON.stringify({ version, reports: hashes }, null, 2)}\n`);
}

/** The changesets that wait for the next release: name of the file, and the packages that it names. */
export function pendingChangesets() {
  return readdirSync(changesets)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => ({ name, packages: packagesOf(readFileSync(join(changesets, name), "utf8")) }));
}

/** The packages that a changeset's front matter names. */
export function packagesOf(text) {
  const [, front = ""] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  return [...front.matchAll(/^"(.+?)": *(?:major|minor|patch)$/gm)].map(([, name]) => name);
}

/**
 * What is wrong with the committed reports: one is of other code, or other teams would meet a changed API without a
 * word in the changelog.
 *
 * @param reports read from the code; `committed` as they stand in docs/api
 * @param released `reports`: hashes of the last release's reports by file
 * @param changesets those that wait, with the packages that they name
 */
export function problemsOf({ reports, committed, released, changesets: pending }) {
  const texts = new Map(committed.map(({ file: path, text }) => [path, text]));
  const stale = reports.filter(({ file: path, text }) => texts.get(path) !== text);
  const known = new Set(reports.map(({ file: path }) => path));
  const gone = Object.keys(released.reports).filter((path) => !known.has(path));
  const named = new Set(pending.flatMap(({ packages }) => packages));
  const changed = reports
    .filter(({ file: path, text }) => released.reports[path] !== hashOf(text))
    .map((report) => report.package);
  return [
    ...stale.map(
      ({ file: path }) =>
        `${path} is not the API of this code: run 'npm run api' and commit what it changes`,
    ),
    ...[...new Set(changed)]
      .filter((name) => !named.has(name))
      .map(
        (name) =>
          `the API of ${name} is not that of version ${released.version}, and no changeset names ${name}: run 'npx changeset'`,
      ),
    ...(gone.length > 0 && pending.length === 0
      ? gone.map(
          (path) =>
            `the entry of ${path} is gone since version ${released.version}, and no changeset says so: run 'npx changeset'`,
        )
      : []),
  ];
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
