// `npm run docs`: sets up, then writes the API of all packages as a site.
import { join } from "node:path";
import { bin, root } from "./setup/paths.mjs";
import { setUp } from "./setup/set-up.mjs";
import { run } from "./test/command.mjs";

await setUp();
process.exitCode = await run(join(bin, "node"), [join(root, "tooling", "docs", "main.mjs")]);
