import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@pictor/terraform";
import * as z from "zod";
import { layout } from "../run/layout";

/** What a new environment is asked to be. The app reads it, and has the defaults of what is left out. */
export interface EnvironmentOptions {
  readonly account?: string;
  readonly region: string;
  readonly capacity: string;
  readonly peak?: number;
  readonly cidr?: string;
  readonly zone?: readonly string[];
  readonly role?: readonly string[];
  readonly github?: string;
  readonly throwAway?: true;
}

const draftSchema = z.union([
  z.object({ text: z.string() }),
  z.object({ problems: z.array(z.string()) }),
]);

/**
 * Asks the app for the text of a new environment's file.
 *
 * @param file that shall have the text
 * @throws UserError that lists everything that is wrong with the options
 */
export function draftEnvironment(name: string, options: EnvironmentOptions, file: string): string {
  const program = join(layout.classifierApp, "dist", "src", "draft-environment.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    encoding: "utf8",
    input: JSON.stringify({ name, ...options }),
  });
  if (status !== 0) {
    throw new UserError(`the environments cannot be read:\n${stderr.trim()}`, {
      hint: "mend what is named; 'npm run setup' compiles",
    });
  }
  const draft = draftSchema.parse(JSON.parse(stdout));
  const problems = [
    ...("problems" in draft ? draft.problems : []),
    ...(existsSync(file) ? [`<name>: there is a file ${file} already`] : []),
  ];
  if ("text" in draft && problems.length === 0) return draft.text;
  throw new UserError(
    [`environment '${name}' cannot be made:`, ...problems.map((text) => `  ${text}`)].join("\n"),
    { hint: "see 'pictor environment new --help'; nothing was written" },
  );
}
