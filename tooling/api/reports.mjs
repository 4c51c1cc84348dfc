import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { root } from "../setup/paths.mjs";
import { publishedEntries } from "./entries.mjs";

/**
 * What each published package promises, read from the compiled declarations.
 *
 * @returns one report for each entry of a package: `{ package, file, text }`, `file` relative to the repository
 */
export function readReports() {
  const directory = mkdtempSync(join(tmpdir(), "pictor-api-"));
  try {
    const prepared = publishedEntries().map((entry) => ({
      entry,
      config: configOf(entry, directory),
    }));
    const [first] = prepared;
    // One program of all entries: each package is read once, not once more by every package that uses it.
    const compilerState = CompilerState.create(first.config, {
      additionalEntryPoints: prepared.map(({ entry }) => entry.types),
    });
    return prepared.map(({ entry, config }) => {
      Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => {
          if (message.logLevel !== "error") message.handled = true;
        },
      });
      const text = readFileSync(join(directory, config.reportFilePath.split("/").at(-1)), "utf8");
      return { package: entry.package, file: entry.report, text: withSortedLiterals(text) };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Members that are literals, sorted where they stand under each other. The compiler writes those of an inferred enumeration in
 * the order in which it met them, which is another one after a partial compile.
 */
export function withSortedLiterals(text) {
  return text.replaceAll(/(?:^ +"?[\w-]+"?: "[^"]*";\n)+/gm, (lines) =>
    lines
      .split("\n")
      .slice(0, -1)
      .sort()
      .map((line) => `${line}\n`)
      .join(""),
  );
}

/** Reports as they are committed. */
export function committedReports() {
  return publishedEntries()
    .filter(({ report }) => existsSync(join(root, report)))
    .map((entry) => ({
      package: entry.package,
      file: entry.report,
      text: readFileSync(join(root, entry.report), "utf8"),
    }));
}

/** Writes reports, and removes those of entries that exist no more. */
export function writeReports(reports) {
  const directory = join(root, "docs", "api");
  const written = new Set(reports.map(({ file }) => join(root, file)));
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    const file = join(directory, name);
    if (name.endsWith(".api.md") && !written.has(file)) rmSync(file);
  }
  for (const { file, text } of reports) writeFileSync(join(root, file), text);
}

function configOf(entry, directory) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(entry.directory, "package.json"),
    configObject: {
      projectFolder: entry.directory,
      mainEntryPointFilePath: entry.types,
      compiler: { tsconfigFilePath: join(entry.directory, "tsconfig.build.json") },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFileName: entry.report.split("/").at(-1),
        reportFolder: directory,
        reportTempFolder: directory,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // TypeDoc checks the comments; this reads the types alone.
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: { default: { logLevel: "none" } },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
}
