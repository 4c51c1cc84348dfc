import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { style } from "./style.mjs";

/** Checks of every document without a network: spelling, style, and links to files and headings. */
export function prose() {
  // cspell asks for a newer Node than the machine may have.
  const node = (name, ...args) => ({
    command: join(bin, "node"),
    args: [join(bin, name), ...args, ...documents()],
    options: { cwd: root },
  });
  return [
    { name: "spelling", ...node("cspell", "lint", "--no-progress", "--quiet") },
    style(documents()),
    {
      name: "links between documents",
      ...node("remark", "--frail", "--quiet", "--no-stdout", "--no-color"),
    },
  ];
}

/** What people read, in the order of their names. */
function documents() {
  const inFolder = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
      .map((entry) => join(folder, entry.name));
  const packages = readdirSync(join(root, "packages")).flatMap((name) =>
    inFolder(join("packages", name)),
  );
  return [".", "docs", "docs/adr", "docs/guides", "examples", "proofs", "packages/local/python"]
    .flatMap(inFolder)
    .concat(packages);
}
