import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files by which a package says what has to go with every copy of it, for example `LICENSE.md` or `NOTICE`. */
const notice = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * Returns the notices of the packages that a bundle contains, a text for each once: most packages of AWS's SDK have the
 * same one.
 *
 * @param sources paths of the files in the bundle
 * @param root what the paths are relative to
 * @returns empty if the bundle contains no package of others
 */
export function thirdPartyNotices(sources, root) {
  const packages = new Map();
  for (const source of sources) {
    const [, directory] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(`/${source}`) ?? [];
    if (directory === undefined) continue;
    const found = describe(join(root, directory.slice(1)));
    packages.set(found.title, found.texts);
  }
  const titles = new Map();
  for (const [title, texts] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = texts.join("\n\n");
    titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  return [...titles].map(([text, named]) => [...named, "", text, ""].join("\n")).join("\n");
}

function describe(directory) {
  const file = join(directory, "package.json");
  const { name, version, license } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const texts = readdirSync(directory)
    .filter((entry) => notice.test(entry))
    .sort()
    .map((entry) => readFileSync(join(directory, entry), "utf8").trim());
  return { title: `${name} ${version} (${license})`, texts };
}
