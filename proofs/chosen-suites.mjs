import { suites } from "./suites.mjs";

/**
 * The suites of these names, in the register's order.
 *
 * @throws where a name is no suite's
 */
export function suitesNamed(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no suite '${unknown.join("', '")}'; there are ${suites.map(({ name }) => name).join(", ")}`,
    );
  }
  return suites.filter(({ name }) => names.includes(name));
}

/** The suites of `npm test` that prove one of these projects: `packages/inference`, `apps/account`. */
export function suitesProving(projects) {
  const names = projects.map((path) => path.split("/").at(-1));
  return suites.filter(
    ({ runs, proves }) => runs === "test" && proves.some((name) => names.includes(name)),
  );
}
