import { join } from "node:path";
import type { Environment } from "../src/environment";
import { readEnvironments } from "../src/read-environments";

/** Compiled, this file is in `dist/environments`; tests run it where it is written. */
const sources = __filename.endsWith(".ts") ? __dirname : join(__dirname, "../../environments");

/** Every environment: a file each beside this one. The account's stack reads the same list. */
export const environments: readonly Environment[] = readEnvironments(sources, (name) =>
  require(join(__dirname, name)),
);
