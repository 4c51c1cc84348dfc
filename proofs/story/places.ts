import { join } from "node:path";

export const root = join(__dirname, "..", "..");
export const cli = join(root, "packages", "cli", "dist", "main.js");
/** A home of the tests' own, so that a local AWS in the clone's own home is left alone. */
export const home = join(root, ".pictor", "test", "home");
export const resultFile = join(home, "result.json");

/** The caller's variables with the tests' home, and nothing that a shell with `pictor env` would add. */
export function pictorVariables(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("PICTOR_"));
  return { ...Object.fromEntries(others), PICTOR_HOME: home };
}
