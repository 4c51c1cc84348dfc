import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "@pictor/contracts";
import { placeSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import * as z from "zod";
import { layout } from "../run/layout";
import { oneOf } from "./choices";

const listSchema = z.array(placeSchema);

/** Prints where the environments are; the app's code runs in a process of its own, never in this one. */
const script =
  "console.log(JSON.stringify(require(process.argv[1]).environments.map(({ name, accountId, region }) => ({ environment: name, accountId, region }))))";

const compiled = join(layout.classifierApp, "dist", "environments", "index.js");

/**
 * The places of all environments of the app.
 *
 * @throws UserError with what the app printed where its environments cannot be read
 */
export function readPlaces(): readonly Place[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script, compiled], {
    encoding: "utf8",
  });
  if (status === 0) return listSchema.parse(JSON.parse(stdout));
  const said = /^Error: (.*(?:\n(?! {4}at ).*)*)/m.exec(stderr)?.[1] ?? stderr;
  throw new UserError(`the environments cannot be read:\n${said.trim()}`, {
    hint: "mend what is named; 'npm run setup' compiles",
  });
}

/**
 * Reads the name of an environment from the command line, before anything else is read.
 *
 * @throws UserError if the app has no environment of the name
 */
export function parseEnvironment(text: string): string {
  // Before the first compilation nobody knows the names; what follows compiles, or says that it is missing.
  if (!existsSync(compiled)) return text;
  const names = readPlaces().map(({ environment }) => environment);
  return oneOf("environment", text, names);
}
