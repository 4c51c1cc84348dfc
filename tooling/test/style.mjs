import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { longestSentence, plainWords, shortChains, smallTables, terms } from "./style-rules.mjs";

/** Its lists of operations and deviations are those of the services' classes, which a test compares. */
const listed = "packages/local/python/README.md";

/** Check of what people read: length of sentences, one word for one thing, tables. */
export function style(documents) {
  return {
    name: "textlint: style of prose",
    check: async () => {
      let code = 0;
      for (const file of documents.filter((document) => document !== listed)) {
        const problems = await styleProblems(readFileSync(join(root, file), "utf8"));
        for (const problem of problems) console.error(`${file}:${problem}`);
        if (problems.length > 0) code = 1;
      }
      return code;
    },
  };
}

/**
 * What is wrong with the style of a document.
 *
 * @returns for each problem, its line and what is wrong
 */
export async function styleProblems(text) {
  // Not imported above: `npm test` loads this module before it has installed the packages.
  const require = createRequire(join(root, "package.json"));
  const load = (name) => require(name).default ?? require(name);
  const { TextlintKernel } = require("@textlint/kernel");
  const { messages } = await new TextlintKernel().lintText(text, {
    ext: ".md",
    plugins: [{ pluginId: "markdown", plugin: load("@textlint/textlint-plugin-markdown") }],
    rules: [
      {
        ruleId: "sentence-length",
        rule: load("textlint-rule-sentence-length"),
        options: { max: longestSentence, skipUrlStringLink: true },
      },
      {
        ruleId: "terminology",
        rule: load("textlint-rule-terminology"),
        options: { defaultTerms: false, terms },
      },
      { ruleId: "plain-words", rule: plainWords },
      { ruleId: "short-chains", rule: shortChains },
      { ruleId: "small-tables", rule: smallTables },
    ],
  });
  return messages.map(({ line, message }) => `${line}: ${message.trim().replace(/\s+/g, " ")}`);
}
