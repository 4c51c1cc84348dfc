// Writes the API of all packages as a searchable site, to read without a network; with `--check` only reads it.
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { readApi } from "./typedoc.mjs";

const directory = join(root, "docs", "site", "api");
const api = await readApi();
if (api === undefined) {
  console.error("error  a public name has no comment, or a link leads nowhere: see above");
  process.exitCode = 1;
} else if (!process.argv.includes("--check")) {
  await api.application.generateDocs(api.project, directory);
  console.log(join(directory, "index.html"));
}
