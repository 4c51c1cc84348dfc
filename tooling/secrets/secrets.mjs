import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { waivers } from "./waivers.mjs";

const python = join(root, "packages", "local", ".venv", "bin", "python");
/** Lock files hold nothing but names, versions and hashes; the others are no text. */
const unread = /(^pnpm-lock\.yaml|\.lock|\.png|\.jpg|\.ico|\.woff2|\.zip)$/;

/** The check of the lint step: no secret in what git tracks or would track. */
export function secrets() {
  return { name: "detect-secrets: no secret in the tree", check };
}

function check() {
  const problems = problemsOf(findingsIn(root, tracked()), waivers);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/**
 * What the scanner finds in files of a directory: file, type and line, never the text itself.
 *
 * @throws if the scanner fails
 */
export function findingsIn(directory, files) {
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, "scan.py")], {
    cwd: directory,
    input: files.join("\0"),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`detect-secrets failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Findings without a waiver, files with more or fewer of them than waived, and waivers of nothing. */
export function problemsOf(findings, waived) {
  const key = ({ file, type }) => `${file}\n${type}`;
  const rows = new Map(waived.map((row) => [key(row), row]));
  const found = groupBy(findings, key);
  return [
    ...[...found].flatMap(([name, those]) => {
      const allowed = rows.get(name)?.count ?? 0;
      const [{ file, type }] = those;
      const lines = those.map(({ line }) => line).join(", ");
      return those.length > allowed
        ? [
            `${file}: ${those.length} × ${type} in lines ${lines}, ${allowed} waived: remove the secret, revoke it, and if it is none, give the reason in tooling/secrets/waivers.mjs`,
          ]
        : [];
    }),
    ...[...rows]
      .filter(([name, { count }]) => (found.get(name)?.length ?? 0) < count)
      .map(
        ([, { file, type, count }]) => `${file}: fewer than the ${count} × ${type} that are waived`,
      ),
  ];
}

// Not Map.groupBy: `npm test` begins on the machine's Node, which may be 20.
function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function tracked() {
  const listed = spawnSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const deleted = spawnSync("git", ["ls-files", "--deleted", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  const gone = new Set(deleted.stdout.split("\0"));
  return listed.stdout
    .split("\0")
    .filter((name) => name !== "" && !gone.has(name) && !unread.test(name));
}
