import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * What other teams may import: each entry of `exports` that has declarations, of each package that is published.
 *
 * @returns `{ package, directory, types, report }` of each: `@pictor/api`, its folder, the compiled declarations, and where
 * the report is committed, relative to the repository
 */
export function publishedEntries() {
  return readdirSync(join(root, "packages")).flatMap((folder) => {
    const directory = join(root, "packages", folder);
    const manifest = manifestOf(directory);
    if (manifest === undefined || manifest.private === true) return [];
    return Object.entries(manifest.exports)
      .filter(([, target]) => target.types !== undefined)
      .map(([name, target]) => ({
        package: manifest.name,
        directory,
        types: join(directory, target.types),
        report: `docs/api/${[folder, ...name.split("/").slice(1)].join("-")}.api.md`,
      }));
  });
}

function manifestOf(directory) {
  try {
    return JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
