import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";
import { root } from "../setup/paths.mjs";
import { addConstructPages } from "./constructs.mjs";
import { documentGlobs, groupOrder, nameByContent } from "./documents.mjs";

const highlightLanguages = [
  ...["bash", "console", "css", "diff", "hcl", "html", "js", "json"],
  ...["mermaid", "python", "typescript", "yaml"],
];

/** What every public name needs a comment for. A property may be explained by its name, type and interface. */
const documented = [
  "CallSignature",
  "Class",
  "Enum",
  "Function",
  "GetSignature",
  "Interface",
  "Method",
  "TypeAlias",
  "Variable",
];

/**
 * Reads documents and the public API of all packages, and adds a page for each construct.
 *
 * @returns `application` and `project` of TypeDoc; `undefined`, after the problems were printed, where something public has no
 *   comment, a link leads nowhere or an example cannot be synthesised
 */
export async function readSite() {
  const application = await Application.bootstrap({
    name: "Pictor",
    tsconfig: join(root, "tooling", "docs", "tsconfig.json"),
    entryPoints: packages().flatMap(entryPoints),
    readme: join(root, "README.md"),
    basePath: root,
    disableGit: true,
    sourceLinkTemplate: "https://github.com/pictor/pictor/blob/main/{path}#L{line}",
    // The build has checked types already.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeInternal: true,
    requiredToBeDocumented: documented,
    packagesRequiringDocumentation: packages().map((name) => manifest(name).name),
    validation: {
      notDocumented: true,
      invalidLink: true,
      notExported: false,
      invalidPath: false,
    },
    treatValidationWarningsAsErrors: true,
    logLevel: "Warn",
    projectDocuments: documentGlobs.map((glob) => join(root, glob)),
    groupOrder,
    navigation: { includeGroups: true },
    searchInComments: true,
    searchInDocuments: true,
    highlightLanguages,
  });
  nameByContent(application);
  await addConstructPages(application);
  const project = await application.convert();
  if (project === undefined) return undefined;
  application.validate(project);
  return application.logger.hasErrors() || application.logger.hasWarnings()
    ? undefined
    : { application, project };
}

/** Packages that other teams may install: all with an index, except those of Pictor's own programs. */
function packages() {
  const ownPrograms = ["cli", "local", "page", "testing"];
  return readdirSync(join(root, "packages")).filter(
    (name) => !ownPrograms.includes(name) && "exports" in manifest(name),
  );
}

function entryPoints(name) {
  return Object.values(manifest(name).exports)
    .map((target) => target.types)
    .filter((types) => types !== undefined)
    .map((types) =>
      join(root, "packages", name, types.replace("/dist/", "/src/").replace(/\.d\.ts$/, ".ts")),
    );
}

function manifest(name) {
  try {
    return JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  } catch {
    return {};
  }
}
