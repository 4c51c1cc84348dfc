// `npm run bench -- <name>`: sets up, then runs bench/<name>.mjs, which prints a figure and its baseline as a ratio.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "./setup/paths.mjs";
import { setUp } from "./setup/set-up.mjs";
import { run } from "./test/command.mjs";

const directory = join(root, "bench");
const names = readdirSync(directory)
  .filter((file) => file.endsWith(".mjs"))
  .map((file) => file.replace(/\.mjs$/, ""));
const [name, ...args] = process.argv.slice(2);
const file = join(directory, `${name}.mjs`);
if (name === undefined || !existsSync(file)) {
  console.error(`usage: npm run bench -- <name>; the names are ${names.join(", ")}`);
  process.exit(2);
}
await setUp();
process.exitCode = await run(join(bin, "node"), [file, ...args]);
