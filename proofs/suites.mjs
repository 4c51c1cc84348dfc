import { suitesOfDeployments } from "./deployed/suites.mjs";
import { constructPackages, publishedPackages } from "./shared/published.cjs";

/**
 * The register of suites: a folder each, over the whole system.
 *
 * - `with`: further folders of `proofs/` whose code is part of the suite's.
 * - `proves`: the packages and apps that the suite proves; `npm test -- <package>` runs the suites that name it.
 * - `runs`: `test` is part of `npm test`. `prove` is too long for it and runs by `npm run prove` alone, which writes
 *   `docs/proof.md`; `npm test` fails if that report is of other code.
 * - `minutes`: about how long it takes on two cores, alone. Of suites in one pool the longest begins.
 * - `workers`: how many of its files may run at once. Suites with the same number run in one pool; most of an apply is waiting for
 *   the provider, so five at once take two cores. A suite with one worker runs beside one other such suite.
 * - `limitSeconds`: a single test's time limit.
 * - `tools`: what of `packages/testing` is installed before its first test.
 * - `story`: its files in the order of their story, where each builds on what the ones before left.
 */
export const suites = [
  {
    name: "props",
    folder: "props",
    proves: constructPackages,
    runs: "test",
    minutes: 1,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "plan",
    folder: "plan",
    proves: ["image-classifier", "account", "contracts"],
    runs: "test",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
    tools: ["checkov"],
  },
  {
    name: "plan-review",
    folder: "plan-review",
    proves: ["plan-review"],
    runs: "test",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "reviewed-deploy",
    folder: "reviewed-deploy",
    proves: ["plan-review", "image-classifier", "account"],
    runs: "prove",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "plan-fuzz",
    folder: "plan-fuzz",
    proves: ["plan-review"],
    runs: "prove",
    minutes: 4,
    workers: 1,
    limitSeconds: 1200,
  },
  {
    name: "tarballs",
    folder: "tarballs",
    proves: publishedPackages,
    runs: "prove",
    minutes: 8,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "network-and-storage",
    folder: "network-and-storage",
    proves: ["network", "storage"],
    runs: "test",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
    tools: ["checkov"],
  },
  {
    name: "endpoints",
    folder: "endpoints",
    proves: ["inference"],
    runs: "test",
    minutes: 7,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "api",
    folder: "api",
    proves: ["api", "function"],
    runs: "test",
    minutes: 4,
    workers: 5,
    limitSeconds: 600,
    tools: ["checkov", "schemathesis"],
  },
  {
    name: "first-creation",
    folder: "first-creation",
    proves: ["api", "function"],
    runs: "prove",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "monitoring",
    folder: "monitoring",
    proves: ["monitoring"],
    runs: "test",
    minutes: 1,
    workers: 5,
    limitSeconds: 600,
    tools: ["checkov"],
  },
  {
    name: "faults",
    folder: "faults",
    proves: ["monitoring"],
    runs: "prove",
    minutes: 5,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "upgrade",
    folder: "upgrade",
    proves: ["image-classifier", "account", "inference", "api", "storage", "network", "monitoring"],
    runs: "prove",
    minutes: 7,
    workers: 1,
    limitSeconds: 600,
  },
  {
    name: "fork",
    folder: "fork",
    proves: ["image-classifier", "account", ...constructPackages],
    runs: "prove",
    minutes: 7,
    workers: 1,
    limitSeconds: 1200,
  },
  {
    name: "side-by-side",
    folder: "side-by-side",
    proves: ["account", "image-classifier"],
    runs: "prove",
    minutes: 5,
    workers: 5,
    limitSeconds: 1200,
  },
  {
    name: "adaptive",
    folder: "adaptive",
    proves: ["capacity", "capacity-controller", "inference", "api"],
    runs: "prove",
    minutes: 11,
    workers: 2,
    limitSeconds: 1200,
  },
  {
    name: "schedule",
    folder: "schedule",
    proves: ["local"],
    runs: "test",
    minutes: 1,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "controller",
    folder: "controller",
    proves: ["capacity-controller"],
    runs: "prove",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "jobs",
    folder: "jobs",
    proves: ["jobs"],
    runs: "test",
    minutes: 2,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "job-ends",
    folder: "job-ends",
    proves: ["jobs", "monitoring"],
    runs: "prove",
    minutes: 6,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "training",
    folder: "training",
    proves: ["jobs", "cli", "model"],
    runs: "prove",
    minutes: 9,
    workers: 1,
    limitSeconds: 1200,
  },
  {
    name: "preflight",
    folder: "preflight",
    proves: ["cli"],
    runs: "test",
    minutes: 1,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "account",
    folder: "account",
    proves: ["cli", "account"],
    runs: "prove",
    minutes: 4,
    workers: 1,
    limitSeconds: 600,
  },
  ...suitesOfDeployments,
  {
    name: "operations",
    folder: "operations",
    proves: ["cli", "account", "image-classifier"],
    runs: "prove",
    minutes: 20,
    workers: 1,
    limitSeconds: 1200,
    tools: ["awscli"],
    story: ["walk"],
  },
  {
    name: "rights",
    folder: "rights",
    proves: ["image-classifier", "account"],
    runs: "prove",
    minutes: 3,
    workers: 5,
    limitSeconds: 600,
  },
  {
    name: "processes",
    folder: "processes",
    proves: ["cli", "local", "terraform"],
    runs: "test",
    minutes: 4,
    // Every tree has a model server: two at a time would only wait for each other.
    workers: 1,
    limitSeconds: 180,
  },
  {
    name: "story",
    folder: "story",
    proves: ["image-classifier", "local", "model", "page"],
    runs: "test",
    minutes: 5,
    workers: 1,
    limitSeconds: 600,
    story: [
      "predict",
      "identity",
      // Before `deploy`, whose calibration makes the plan reserve less.
      "burst",
      "digits",
      "formats",
      "plan",
      "account",
      "deploy",
      "page",
      "secrets",
      "bypass",
      "destroy",
    ],
  },
];

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
