// Writes into every published package.json where its source is: a registry shows it, links the README's documents to it, and
// compares it with the workflow that publishes. In a fork it is the fork.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages } from "../proofs/shared/published.cjs";
import { root } from "./setup/paths.mjs";

const { GITHUB_REPOSITORY: name, GITHUB_SERVER_URL: server = "https://github.com" } = process.env;
if (name === undefined) {
  console.error("GITHUB_REPOSITORY is not set: this is a step of .github/workflows/release.yml");
  process.exit(1);
}
for (const folder of publishedPackages) {
  const file = join(root, "packages", folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const repository = {
    type: "git",
    url: `git+${server}/${name}.git`,
    directory: `packages/${folder}`,
  };
  const homepage = `${server}/${name}/tree/main/packages/${folder}#readme`;
  const bugs = `${server}/${name}/issues`;
  writeFileSync(
    file,
    `${JSON.stringify({ ...manifest, repository, homepage, bugs }, undefined, 2)}\n`,
  );
}
