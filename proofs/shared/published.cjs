const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const packages = join(__dirname, "..", "..", "packages");

const manifests = readdirSync(packages)
  .map((folder) => ({ folder, path: join(packages, folder, "package.json") }))
  .filter(({ path }) => existsSync(path))
  .map(({ folder, path }) => ({ folder, ...JSON.parse(readFileSync(path, "utf8")) }))
  .filter((manifest) => manifest.private !== true);

exports.publishedPackages = manifests.map(({ folder }) => folder);

exports.constructPackages = manifests
  .filter(({ peerDependencies = {} }) => "cdktf" in peerDependencies)
  .map(({ folder }) => folder);
