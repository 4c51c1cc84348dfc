import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  logTail,
  runChild,
  scrubbedEnvironment,
  UserError,
  type Variables,
} from "@pictor/terraform";
import * as z from "zod";

export interface SynthesisProps {
  /** Directory of the app. */
  readonly app: string;
  /** Directory for what it synthesises. */
  readonly outputDirectory: string;
  /** What the app is told beyond what every child is. */
  readonly variables: Variables;
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
}

const cdktfJsonSchema = z.looseObject({
  app: z.string().startsWith("node ", "must be 'node <file>'"),
});

const manifestSchema = z.looseObject({
  stacks: z.record(
    z.string(),
    z.looseObject({ name: z.string(), workingDirectory: z.string().min(1) }),
  ),
});

/** Directories of the synthesised stacks by their names. */
export type Stacks = ReadonlyMap<string, string>;

/** File that runs an app, as its `cdktf.json` says: what `cdktf` runs is what is run here. */
export function appFile(app: string): string {
  const cdktfJson = cdktfJsonSchema.parse(
    JSON.parse(readFileSync(join(app, "cdktf.json"), "utf8")),
  );
  return join(app, cdktfJson.app.slice("node ".length));
}

/**
 * Runs a CDKTF app as a process of its own.
 *
 * @throws UserError with what the app printed where it failed
 */
export async function synthesise(props: SynthesisProps): Promise<Stacks> {
  const { app, outputDirectory, variables, logFile, signal } = props;
  // cdktf makes only the last directory of the path.
  mkdirSync(outputDirectory, { recursive: true });
  const { code } = await runChild({
    name: "synth",
    command: process.execPath,
    args: [appFile(app)],
    directory: app,
    environment: {
      ...scrubbedEnvironment(process.env),
      CHECKPOINT_DISABLE: "1",
      CDKTF_OUTDIR: outputDirectory,
      ...variables,
    },
    logFile,
    signal,
  });
  if (code !== 0) {
    // The whole text, and no log to look at: it may be in a directory that is about to go.
    throw new UserError(`the app ${app} cannot be synthesised:\n${logTail(logFile).join("\n")}`);
  }
  return readStacks(outputDirectory);
}

/** Reads which stacks an app has synthesised into a directory. */
export function readStacks(outputDirectory: string): Stacks {
  const file = join(outputDirectory, "manifest.json");
  if (!existsSync(file)) throw new UserError(`the app wrote no ${file}`);
  const { stacks } = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return new Map(
    Object.values(stacks).map(({ name, workingDirectory }) => [
      name,
      join(outputDirectory, workingDirectory),
    ]),
  );
}

/** The directory of one stack; an error that names those there are where it is missing. */
export function stackDirectory(stacks: Stacks, name: string): string {
  const directory = stacks.get(name);
  if (directory === undefined) {
    throw new UserError(
      `there is no stack '${name}'; the app synthesised ${[...stacks.keys()].join(", ") || "none"}`,
    );
  }
  return directory;
}

/** Names of stacks with the data stack first: the others find what it holds. */
export function dataFirst(names: readonly string[]): readonly string[] {
  const isData = (name: string) => Number(name.endsWith("-data"));
  return names.toSorted((a, b) => isData(b) - isData(a));
}
