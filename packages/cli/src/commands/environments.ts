import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { layout } from "../run/layout";
import { oneOf } from "./choices";

const namesSchema = z.array(z.string());

/** Prints the names; the app's code runs in a process of its own, never in this one. */
const script =
  "console.log(JSON.stringify(require(process.argv[1]).environments.map(({ name }) => name)))";

/**
 * Reads the name of an environment from the command line, before anything else is read.
 *
 * @throws UserError if the app has no environment of the name
 */
export function parseEnvironment(text: string): string {
  const compiled = join(layout.classifierApp, "dist", "environments", "index.js");
  // Before the first compilation nobody knows the names; what follows compiles, or says that it is missing.
  if (!existsSync(compiled)) return text;
  const output = execFileSync(process.execPath, ["-e", script, compiled], { encoding: "utf8" });
  return oneOf("environment", text, namesSchema.parse(JSON.parse(output)));
}
