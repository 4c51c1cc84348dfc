import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of a message that tell what happened; what follows is the code around it. */
const linesShown = 12;

/**
 * What failed, from the reports in a directory: Jest's `jest-*.json` and pytest's `pytest-*.xml`. A log of thousands of
 * lines is read from its end, and may be cut before it.
 *
 * @returns for each failed test, its name and the beginning of its message
 */
export function failedTests(directory) {
  const reports = readdirSync(directory).toSorted();
  const read = (name) => readFileSync(join(directory, name), "utf8");
  return [
    ...reports.filter((name) => /^jest-.*\.json$/.test(name)).flatMap((name) => ofJest(read(name))),
    ...reports
      .filter((name) => /^pytest-.*\.xml$/.test(name))
      .flatMap((name) => ofPytest(read(name))),
  ];
}

function ofJest(json) {
  return JSON.parse(json).testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    // A file that cannot be loaded has no test that fails.
    if (failed.length === 0 && file.status === "failed") {
      return [{ name: file.name, message: beginning(file.message) }];
    }
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${file.name}: ${fullName}`,
      message: beginning(failureMessages.join("\n")),
    }));
  });
}

function ofPytest(xml) {
  const failed =
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*><(?:failure|error) message="([^"]*)"/g;
  return [...xml.matchAll(failed)].map(([, file, name, message]) => ({
    name: `${file}: ${unescaped(name)}`,
    message: beginning(unescaped(message)),
  }));
}

function beginning(message) {
  return stripVTControlCharacters(message).split("\n").slice(0, linesShown).join("\n");
}

function unescaped(text) {
  const characters = {
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    amp: "&",
    "#10": "\n",
    "#x0A": "\n",
  };
  return text.replace(/&(\w+|#\w+);/g, (entity, name) => characters[name] ?? entity);
}
