import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { allowed, exceptions, forDevelopment, otherNames } from "./allowed.mjs";
import { shippedPackages, shippedWithArtefacts } from "./shipped.mjs";

/** Where the list is committed. */
export const file = join(root, "docs", "supply-chain", "licences.md");

/** Everything of others that reaches users: see `shippedPackages`. */
export async function shipped() {
  return [...(await shippedPackages()), ...shippedWithArtefacts()].map((one) => ({
    ...one,
    licence: otherNames[one.licence] ?? one.licence,
  }));
}

/** Every Node package that is installed here, with its licence. */
export function installedPackages() {
  const pnpm = join(root, "node_modules", "pnpm", "bin", "pnpm.cjs");
  const { status, stdout, stderr } = spawnSync(
    join(bin, "node"),
    [pnpm, "licenses", "list", "--json"],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(`pnpm licenses failed: ${stderr}`);
  return Object.entries(JSON.parse(stdout)).flatMap(([licence, packages]) =>
    packages.map(({ name }) => ({ name, licence })),
  );
}

/** Whether a licence, or one of those between which a user may choose, is on a list. */
export function isOn(list, licence) {
  return (
    list.includes(licence) ||
    licence
      .replace(/^\((.*)\)$/, "$1")
      .split(" OR ")
      .some((one) => list.includes(one))
  );
}

/** Packages that users get with a licence that is not allowed. */
export function shippedProblems(packages) {
  return packages
    .filter(({ licence }) => !isOn(allowed, licence))
    .map(
      ({ name, version, licence }) =>
        `${name} ${version}: '${licence}' is not allowed in what is shipped`,
    );
}

/** Packages of development with a licence on no list, and exceptions without a package. */
export function developmentProblems(packages) {
  const excepted = ({ name, licence }) =>
    exceptions.some((row) => row.licence === licence && row.packages.includes(name));
  return [
    ...packages
      .filter(({ licence }) => !isOn([...allowed, ...forDevelopment], licence))
      .filter((one) => !excepted(one))
      .map(
        ({ name, licence }) =>
          `${name}: '${licence}' is on no list of tooling/licences/allowed.mjs`,
      ),
    ...exceptions.flatMap((row) =>
      row.packages
        .filter((name) => !packages.some((one) => one.name === name && one.licence === row.licence))
        .map((name) => `the exception of ${name} is of no installed package`),
    ),
  ];
}

/** The list as Markdown. */
export function render(packages) {
  const rows = packages.map(
    ({ name, version, licence, how }) =>
      `| \`${name}\` | ${version} | ${licence} | ${how.join(", ")} |`,
  );
  return [
    "# Licences of what is shipped",
    "",
    "`npm run licences` wrote this list, and `npm test` fails while it differs from what is installed. Pictor's own",
    "licence is [Apache-2.0](../../LICENSE).",
    "",
    "- **dependency**: npm installs it with one of Pictor's packages.",
    "- **peer**: users install it themselves, and Pictor works with it.",
    "- **Lambda function**: the zip of a function contains at most these.",
    "- **artefact**: a model artefact contains it.",
    "",
    "| package | version | licence | how |",
    "| ------- | ------- | ------- | --- |",
    ...rows,
    "",
  ].join("\n");
}
