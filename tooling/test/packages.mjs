import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * The workspace's projects that a test run is about.
 *
 * @param names as typed: `network`, `packages/network` or `@pictor/network`; none means all
 * @returns `all`, and `projects` as paths from the root
 */
export function choosePackages(names) {
  const projects = ["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((path) => existsSync(join(root, path, "package.json"))),
  );
  if (names.length === 0) return { all: true, projects };
  const chosen = names.map((name) => {
    const plain = name.replace(/^@pictor\//, "").replace(/\/$/, "");
    const match = projects.find((path) => path === plain || path.endsWith(`/${plain}`));
    if (match === undefined) {
      console.error(
        `no package '${name}'; there are ${projects.map((path) => path.split("/")[1]).join(", ")}\na suite of proofs runs by 'npm run prove -- <suite>'`,
      );
      process.exit(2);
    }
    return match;
  });
  return { all: false, projects: chosen };
}
