// Writes the diagram of README.md, and a site of the documents, the API and a page for each construct, to search and read
// without a network; with `--check` only reads what the site is made of.
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { writeDiagram } from "./readme-diagram.mjs";
import { readSite } from "./typedoc.mjs";

if (!process.argv.includes("--check")) await writeDiagram();
const directory = join(root, "docs", "site");
const site = await readSite();
if (site === undefined) {
  console.error("error  the site cannot be made: see above");
  process.exitCode = 1;
} else if (!process.argv.includes("--check")) {
  await site.application.generateDocs(site.project, directory);
  console.log(join(directory, "index.html"));
}
