import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** Every package of every lock file that git tracks, once: ecosystem as OSV names it, name, version. */
export function lockedPackages() {
  const { stdout } = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  const files = stdout.split("\0");
  const read = (name) => readFileSync(join(root, name), "utf8");
  const python = files.filter((name) => /(^|\/)requirements[\w.]*\.lock$/.test(name));
  const npm = files.filter((name) => name.endsWith("package-lock.json"));
  const all = [
    ...ofPnpm(read("pnpm-lock.yaml")),
    ...npm.flatMap((name) => ofNpm(read(name))),
    ...python.flatMap((name) => ofPip(read(name))),
  ];
  const unique = new Map(all.map((one) => [`${one.ecosystem} ${one.name} ${one.version}`, one]));
  return [...unique.values()];
}

/** Packages of a `pnpm-lock.yaml` of version 9: the keys of its map `packages`. */
export function ofPnpm(text) {
  const [, packages = ""] = /^packages:\n([\s\S]*?)^snapshots:/m.exec(text) ?? [];
  return [...packages.matchAll(/^ {2}'?(@?[^@\s']+)@([^:'\s(]+)'?:$/gm)].map(
    ([, name, version]) => ({ ecosystem: "npm", name, version }),
  );
}

/** Packages of a `package-lock.json` of version 3. */
export function ofNpm(text) {
  return Object.entries(JSON.parse(text).packages)
    .filter(([path]) => path !== "")
    .map(([path, { version }]) => ({
      ecosystem: "npm",
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
    }));
}

/** Packages of a lock file of pip's: `name==version`, perhaps with hashes. */
export function ofPip(text) {
  return [...text.matchAll(/^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)/gm)].map(([, name, version]) => ({
    ecosystem: "PyPI",
    name: name.toLowerCase().replaceAll(/[-_.]+/g, "-"),
    // OSV has versions without the label of a build.
    version: version.split("+")[0],
  }));
}
