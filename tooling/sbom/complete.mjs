/**
 * Packages of lock files that a CycloneDX document lacks.
 *
 * @param bom parsed document
 * @param locked packages as `lockedPackages` has them
 */
export function missingFrom({ components = [] }, locked) {
  const known = new Set(components.map(({ purl = "" }) => decodeURIComponent(purl.split("?")[0])));
  return locked
    .filter(({ ecosystem, name, version }) => {
      const type = ecosystem === "npm" ? "npm" : "pypi";
      return !known.has(`pkg:${type}/${name}@${version}`);
    })
    .map(({ name, version }) => `${name} ${version}`);
}
