import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** The workspace's projects, as paths from the root. */
const projects = ["packages", "apps"].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((path) => existsSync(join(root, path, "package.json"))),
);

const names = projects.map((path) => path.split("/")[1]).join(", ");

/** What `npm test -- --help` says. */
export const help = [
  "usage: npm test [-- <package>…]",
  "",
  "Runs all tests: lint, types, unit tests, the Python packages, the tooling, and the proofs that fit into half an hour.",
  "Of the packages named: lint, types, unit tests and proofs. The last line is 'N passed, N failed'.",
  "Longer proofs run by 'npm run prove'.",
  "",
  "example: npm test -- network storage",
  "",
  `packages: ${names}`,
].join("\n");

/**
 * The projects that a test run is about.
 *
 * @param asked as typed: `network`, `packages/network` or `@pictor/network`; none means all
 * @returns `all`, and `projects` as paths from the root
 */
export function choosePackages(asked) {
  if (asked.length === 0) return { all: true, projects };
  const chosen = asked.map((name) => {
    const plain = name.replace(/^@pictor\//, "").replace(/\/$/, "");
    const match = projects.find((path) => path === plain || path.endsWith(`/${plain}`));
    if (match === undefined) {
      console.error(
        `no package '${name}'; there are ${names}\na suite of proofs runs by 'npm run prove -- <suite>'`,
      );
      process.exit(2);
    }
    return match;
  });
  return { all: false, projects: chosen };
}
