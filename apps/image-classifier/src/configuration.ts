import { type ReleaseManifest, readManifest } from "@pictor/contracts";
import * as z from "zod";
import { type Environment, environmentSchema } from "./environment";

/** One environment as it is to be synthesised. Without a manifest there is no service stack. */
export interface ConfiguredEnvironment {
  readonly environment: Environment;
  readonly manifest?: ReleaseManifest;
}

export interface Configuration {
  readonly environments: readonly ConfiguredEnvironment[];
  /** What the user should know though nothing is wrong. */
  readonly notes: readonly string[];
}

export interface ConfigurationSource {
  /** All environments that the app knows. */
  readonly environments: readonly Environment[];
  /** Names of those wanted, separated by commas. @default all */
  readonly selection?: string | undefined;
  /** Directory of the release manifests. */
  readonly releasesDirectory: string;
}

/**
 * Parses environments and manifests once; behind it types are trusted.
 *
 * @throws Error that lists everything that is wrong, not only the first
 */
export function configure(source: ConfigurationSource): Configuration {
  const problems: string[] = [];
  const notes: string[] = [];
  const environments: ConfiguredEnvironment[] = [];
  for (const environment of select(source, problems)) {
    const parsed = environmentSchema.safeParse(environment);
    if (!parsed.success) {
      problems.push(`environment '${environment.name}':\n${z.prettifyError(parsed.error)}`);
      continue;
    }
    const reading = readManifest(source.releasesDirectory, parsed.data.name);
    if (reading.kind === "invalid") problems.push(reading.problem);
    if (reading.kind === "missing") notes.push(missingManifest(parsed.data.name, reading.file));
    environments.push({
      environment: parsed.data,
      ...(reading.kind === "valid" && { manifest: reading.value }),
    });
  }
  if (problems.length > 0) {
    throw new Error(`the configuration has ${problems.length} problem(s):\n${problems.join("\n")}`);
  }
  return { environments, notes };
}

function select(source: ConfigurationSource, problems: string[]): readonly Environment[] {
  const known = source.environments.map(({ name }) => name);
  const wanted = source.selection?.split(",").map((name) => name.trim()) ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    problems.push(
      `PICTOR_ENVIRONMENTS names '${unknown.join("', '")}'; the environments are ${known.join(", ")}`,
    );
  }
  return source.environments.filter(({ name }) => wanted.includes(name));
}

function missingManifest(environment: string, file: string): string {
  return [
    `stack '${environment}' is left out: there is no ${file}`,
    `to make one: deploy '${environment}-data', then run 'pictor model publish ${environment} <artefact>'`,
  ].join("\n");
}
