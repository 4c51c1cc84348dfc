// node tooling/fork/main.mjs <directory>: packs the construct packages for CDK Terrain, CDKTF's fork, from the compiled ones.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { forkManifest, withForkNames } from "./names.mjs";

const [to] = process.argv.slice(2);
if (to === undefined) {
  console.error("usage: node tooling/fork/main.mjs <directory for the tarballs>");
  process.exit(2);
}
const directory = resolve(to);
mkdirSync(directory, { recursive: true });
const packages = constructPackages();
const scratch = mkdtempSync(join(tmpdir(), "pictor-fork-"));
try {
  for (const { folder } of packages) {
    const name = rewritten(folder);
    execFileSync("npm", ["pack", "--silent", "--pack-destination", directory], {
      cwd: join(scratch, folder, "package"),
      stdio: ["ignore", "ignore", "inherit"],
    });
    console.log(name);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Unpacks what would be published and gives it the fork's names. */
function rewritten(folder) {
  const place = join(scratch, folder);
  mkdirSync(place);
  execFileSync(join(bin, "pnpm"), ["pack", "--pack-destination", place], {
    cwd: join(root, "packages", folder),
    stdio: "ignore",
  });
  const [tarball] = readdirSync(place);
  execFileSync("tar", ["-xzf", tarball], { cwd: place });
  const names = packages.map(({ name }) => name);
  const unpacked = join(place, "package");
  for (const path of readdirSync(unpacked, { recursive: true })) {
    if (!/\.(?:c?js|ts|md)$/.test(path)) continue;
    const file = join(unpacked, path);
    writeFileSync(file, withForkNames(readFileSync(file, "utf8"), names));
  }
  const manifest = join(unpacked, "package.json");
  const changed = forkManifest(JSON.parse(readFileSync(manifest, "utf8")), names);
  writeFileSync(manifest, `${JSON.stringify(changed, null, 2)}\n`);
  return changed.name;
}

/** Published packages that need CDKTF. */
function constructPackages() {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: folder }) => ({
      folder,
      ...JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")),
    }))
    .filter(
      ({ private: own, peerDependencies = {} }) => own !== true && "cdktf" in peerDependencies,
    );
}
