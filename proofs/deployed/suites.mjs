/** Rows of the register: suites that change a deployed service, by the code of this folder. */
export const suitesOfDeployments = [
  {
    name: "lifecycle",
    proves: ["image-classifier", "inference", "api", "monitoring"],
    minutes: 7,
    workers: 3,
    limitSeconds: 900,
  },
  {
    name: "interrupted",
    proves: ["image-classifier", "account", "cli", "terraform"],
    minutes: 8,
    workers: 3,
    limitSeconds: 900,
  },
  {
    name: "api-faults",
    proves: ["image-classifier", "terraform", "local"],
    minutes: 5,
    workers: 3,
    limitSeconds: 900,
  },
  {
    name: "zero-downtime",
    proves: ["image-classifier", "inference", "api"],
    minutes: 8,
    workers: 1,
    limitSeconds: 900,
  },
].map((suite) => ({ ...suite, folder: suite.name, with: ["deployed"], runs: "prove" }));
