import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { bin, root } from "../setup/paths.mjs";

const folders = ["apps", "bench", "packages", "proofs", "tooling"];

/** Made by programs, or complete on purpose: a setting of examples has everything that its package's examples use. */
const ignored = ["node_modules/**", ".venv/**", "dist/**", "test/example-setting.ts"];

/** Pairs of files that may have the same lines. */
const accepted = [
  {
    files: [
      "packages/storage/src/bucket/existing-payload-store.ts",
      "packages/storage/src/bucket/payload-store.ts",
    ],
    reason: "two constructs grant the same, and TypeDoc shows the methods of each",
  },
  {
    files: ["packages/cli/src/jobs/objects.ts", "packages/jobs/lambda/batch/object-store.ts"],
    reason: "boundaries keep tools from constructs: pages of S3 are listed in both",
  },
];

/** Check that no ten lines of code stand twice. */
export function duplicates() {
  return { name: "jscpd: no code twice", check: reported };
}

function reported() {
  const found = duplicatesIn(root, folders);
  const known = new Set(accepted.map(({ files }) => files.join(" ")));
  const seen = new Set(found.map(({ files }) => files.join(" ")));
  const problems = [
    ...found
      .filter(({ files }) => !known.has(files.join(" ")))
      .map(({ places }) => `${places.join(" and ")} have the same code: share it`),
    ...[...known].filter((pair) => !seen.has(pair)).map((pair) => `${pair}: accepted in vain`),
  ];
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/**
 * Code that stands twice in folders of a directory: ten lines and 70 tokens at least, without comments.
 *
 * @returns for each pair, its files in the order of their names, and its places as `file:line`
 */
export function duplicatesIn(directory, searched) {
  const output = mkdtempSync(join(tmpdir(), "pictor-duplicates-"));
  try {
    const { status, stderr } = spawnSync(
      join(bin, "node"),
      [
        join(root, "node_modules/jscpd/run-jscpd.js"),
        ...["--min-tokens=70", "--min-lines=10", "--mode=weak", "--absolute"],
        ...["--format=typescript,javascript,python", "--reporters=json", `--output=${output}`],
        `--ignore=${ignored.map((path) => `**/${path}`).join(",")}`,
        ...searched,
      ],
      { cwd: directory, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`jscpd: ${stderr}`);
    const report = JSON.parse(readFileSync(join(output, "jscpd-report.json"), "utf8"));
    // A detector that looked at nothing found nothing.
    if (report.statistics.total.sources === 0) throw new Error("jscpd: no file");
    return report.duplicates.map(({ firstFile, secondFile }) => {
      const place = ({ name, start }) => ({ name: relative(directory, name), start });
      const pair = [place(firstFile), place(secondFile)].toSorted((a, b) =>
        a.name < b.name ? -1 : 1,
      );
      return {
        files: pair.map(({ name }) => name),
        places: pair.map(({ name, start }) => `${name}:${start}`),
      };
    });
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
