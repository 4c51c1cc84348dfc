/** Names of CDKTF and of its fork, CDK Terrain. The bindings of the AWS provider are the fork's own, of the provider's version 6. */
const renamed = { cdktf: "cdktn", "@cdktf/provider-aws": "@cdktn/provider-aws" };

/** What the second set of packages runs with. */
export const forkPeers = { cdktn: "^0.24.0", "@cdktn/provider-aws": "^25.7.0" };

/** The name of a construct package in the second set: `@pictor/api` → `@pictor/cdktn-api`. */
export function forkName(name) {
  return name.replace(/^@pictor\//, "@pictor/cdktn-");
}

/**
 * A file of a package with the fork's names: in imports, in requires and in what a README shows.
 *
 * @param constructs names of the packages that are in the second set; the others are the same in both
 */
export function withForkNames(text, constructs) {
  const modules = {
    ...renamed,
    ...Object.fromEntries(constructs.map((name) => [name, forkName(name)])),
  };
  // The longest first: a module's name may begin with another's.
  const names = Object.keys(modules).sort((left, right) => right.length - left.length);
  // No file of `cdktf` is imported, and its marks such as `Symbol.for("cdktf/App")` are the fork's, too.
  const specifier = new RegExp(
    `(["'\`])(${names.map(escaped).join("|")})(?=["'\`]|(?<!\\1cdktf)/)`,
    "g",
  );
  const command = /^(.*npm install .*)$/gm;
  return text
    .replaceAll(specifier, (_, quote, name) => `${quote}${modules[name]}`)
    .replaceAll(command, (line) =>
      line.replaceAll(
        new RegExp(`(?<=\\s)(${names.map(escaped).join("|")})(?=\\s|$)`, "g"),
        (name) => modules[name],
      ),
    );
}

/** A package's manifest in the second set, without what only its own build needs. */
export function forkManifest({ devDependencies, scripts, ...manifest }, constructs) {
  const names = new Set(constructs);
  const rename = (entries = {}) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, range]) => [
        names.has(name) ? forkName(name) : name,
        range,
      ]),
    );
  const { constructs: base } = manifest.peerDependencies;
  return {
    ...manifest,
    name: forkName(manifest.name),
    description: `${manifest.description} For CDK Terrain.`,
    keywords: (manifest.keywords ?? []).map((word) => renamed[word] ?? word),
    dependencies: rename(manifest.dependencies),
    peerDependencies: { ...forkPeers, constructs: base },
  };
}

function escaped(text) {
  return text.replaceAll(/[/@.-]/g, "\\$&");
}
