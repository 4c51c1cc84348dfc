// `npm run api`: sets up, then writes the reports of what each published package promises.
import { join } from "node:path";
import { bin, root } from "./setup/paths.mjs";
import { setUp } from "./setup/set-up.mjs";
import { run } from "./test/command.mjs";

await setUp();
const main = join(root, "tooling", "api", "main.mjs");
process.exitCode = await run(join(bin, "node"), [main, ...process.argv.slice(2)]);
