import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./environment";

/**
 * Reads all environments of a directory. Each file but the index exports one environment, named as the file.
 *
 * @param directory of the files as they are written: a compiled file whose source is deleted is no environment
 * @param load returns a file's module by the file's name without its extension
 * @throws Error that lists everything that is wrong, not only the first
 */
export function readEnvironments(
  directory: string,
  load: (name: string) => unknown,
): readonly Environment[] {
  const problems: string[] = [];
  const names = readdirSync(directory)
    .flatMap((file) => /^([a-z0-9]+)\.ts$/.exec(file)?.[1] ?? [])
    .filter((name) => name !== "index")
    .sort();
  const environments = names.flatMap((name) => {
    const reading = readModule(name, load);
    if (!("problem" in reading)) return [reading];
    problems.push(`${join(directory, `${name}.ts`)}: ${reading.problem}`);
    return [];
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return environments;
}

function readModule(
  name: string,
  load: (name: string) => unknown,
): Environment | { readonly problem: string } {
  const loaded = loadModule(name, load);
  if (loaded === undefined) return { problem: "is not compiled: run 'npm run setup'" };
  const found = Object.values(loaded).filter(
    (one): one is Environment => typeof one === "object" && one !== null && "name" in one,
  );
  const [environment] = found;
  if (environment === undefined || found.length > 1) {
    return { problem: `must export one environment, got ${found.length}` };
  }
  return environment.name === name
    ? environment
    : { problem: `must export the environment '${name}', got '${environment.name}'` };
}

function loadModule(name: string, load: (name: string) => unknown): object | undefined {
  try {
    return Object(load(name));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      return undefined;
    }
    throw error;
  }
}
