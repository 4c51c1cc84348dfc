import { Converter, ReflectionKind } from "typedoc";

/** Documents of the site by their place in the repository, each with its group in the navigation, in its order. */
const groups = [
  { group: "Guides", folder: "docs/guides" },
  { group: "Operations", folder: "docs" },
  { group: "Packages", folder: "packages" },
  { group: "Examples", folder: "examples" },
  { group: "Proofs", folder: "proofs" },
  { group: "Decisions", folder: "docs/adr" },
];

/** Globs of what the site shows besides the API, relative to the repository. */
export const documentGlobs = [
  "docs/guides/*.md",
  "docs/*.md",
  "docs/adr/*.md",
  "packages/*/README.md",
  "examples/README.md",
  "proofs/README.md",
];

/** Order of the groups: people who look for something begin at the top. */
export const groupOrder = [
  "Guides",
  "Constructs",
  ...groups.slice(1).map(({ group }) => group),
  "Modules",
];

/** Names documents by their headings and modules by what one imports; without it they have paths of files. */
export function nameByContent(application) {
  application.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const { name } = document;
    document.frontmatter.group = groupOf(name);
    const heading = /^# (.+)\n+/;
    const [first] = document.content;
    const [line, title] = heading.exec(first?.text ?? "") ?? [];
    if (title === undefined) return;
    document.name = title.replaceAll("`", "");
    first.text = first.text.slice(line.length);
  });
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
    if (reflection.kind === ReflectionKind.Module) reflection.name = imported(reflection.name);
  });
}

/** `packages/network/src/options` → `@pictor/network/options`. */
function imported(path) {
  return path.replace(/^packages\/([^/]+)\/src(?:\/index)?/, "@pictor/$1");
}

function groupOf(path) {
  const folder = path.split("/").slice(0, -1).join("/");
  return groups.find(
    (each) =>
      folder === each.folder || (folder.startsWith(`${each.folder}/`) && each.folder !== "docs"),
  )?.group;
}
