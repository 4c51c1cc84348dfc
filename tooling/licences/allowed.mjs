/** Licences of what others get from Pictor: they ask for a notice, or for changes of the licensed files themselves. */
export const allowed = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
];

/** Names that packages give to a licence besides SPDX's. */
export const otherNames = { "MIT License": "MIT" };

/** Further licences of what only builds and tests this repository: nobody gets any of it. */
export const forDevelopment = [
  "Apache-2.0 AND MIT",
  "BlueOak-1.0.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "Python-2.0",
  "Unlicense",
  "WTFPL",
];

/** Packages of development with a licence that is on neither list, each with the reason. */
export const exceptions = [
  {
    packages: [
      "@cloud-copilot/iam-policy",
      "@cloud-copilot/iam-simulate",
      "@cloud-copilot/iam-utils",
    ],
    licence: "AGPL-3.0-or-later",
    reason: "evaluates policies in unit tests; no published package and no service has or runs it",
  },
  {
    packages: ["@cspell/dict-en-common-misspellings"],
    licence: "CC BY-SA 4.0",
    reason: "a list of words for the check of spelling",
  },
];
