import { join } from "node:path";

export const root = join(__dirname, "..", "..", "..");
export const cli = join(root, "packages", "cli", "dist", "main.js");
/** A home of the tests' own, so that a local AWS in the clone's own home is left alone. */
export const home = join(root, ".pictor", "test", "home");
export const resultFile = join(home, "result.json");
