import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReleaseManifest, readManifest, unknownName } from "@pictor/contracts";
import { parseTraffic, ScenarioError, shippedTrafficOf, type Traffic } from "@pictor/cost";
import * as z from "zod";
import { planAdaptive } from "./adaptive-capacity";
import { type Environment, environmentSchema } from "./environment";
import { readLocalRules, withRules } from "./local-rules";

/** One environment as it is to be synthesised. Without a manifest there is no service stack. */
export interface ConfiguredEnvironment {
  readonly environment: Environment;
  readonly manifest?: ReleaseManifest;
  /** What the budget is computed with. */
  readonly traffic: Traffic;
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
  /** Directory of the traffic scenarios, `<env>.yaml`; the seed's is taken for an environment without one. */
  readonly trafficDirectory: string;
  /** Rules of adaptive environments on a local AWS, see `readLocalRules`. @default - the environments' own */
  readonly capacityRules?: string | undefined;
  /** Where AWS is. @default - in an account */
  readonly awsEndpoint?: string | undefined;
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
  const local = readLocalRules(source.capacityRules, source.awsEndpoint);
  problems.push(...local.problems);
  for (const environment of select(source, problems)) {
    const parsed = environmentSchema.safeParse(environment);
    if (!parsed.success) {
      problems.push(`environment '${environment.name}':\n${z.prettifyError(parsed.error)}`);
      continue;
    }
    const reading = readManifest(source.releasesDirectory, parsed.data.name);
    if (reading.kind === "invalid") {
      problems.push(`${reading.problem}\nrestore the file from the repository's history`);
    }
    if (reading.kind === "missing") notes.push(missingManifest(parsed.data.name, reading.file));
    const traffic = readTraffic(source.trafficDirectory, parsed.data.name, problems);
    const chosen = withRules(parsed.data, local.rules);
    if (reading.kind === "valid") {
      problems.push(...policyProblems(chosen, reading.value, traffic));
    }
    environments.push({
      environment: chosen,
      traffic,
      ...(reading.kind === "valid" && { manifest: reading.value }),
    });
  }
  if (problems.length > 0) {
    throw new Error(`the configuration has ${problems.length} problem(s):\n${problems.join("\n")}`);
  }
  return { environments, notes };
}

/** Problems of an adaptive environment's policy with this release and this traffic. */
function policyProblems(
  { capacity, name, region }: Environment,
  manifest: ReleaseManifest,
  traffic: Traffic,
): string[] {
  if (capacity.kind !== "adaptive") return [];
  const plan = planAdaptive({ region, capacity, manifest, traffic });
  return "problems" in plan
    ? plan.problems.map((problem) => `environment '${name}': capacity: ${problem}`)
    : [];
}

function readTraffic(directory: string, environment: string, problems: string[]): Traffic {
  const file = join(directory, `${environment}.yaml`);
  const seed = shippedTrafficOf("seed");
  if (!existsSync(file)) return seed;
  try {
    return parseTraffic(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    problems.push(error.message);
    return seed;
  }
}

function select(source: ConfigurationSource, problems: string[]): readonly Environment[] {
  const known = source.environments.map(({ name }) => name);
  const wanted = source.selection?.split(",").map((name) => name.trim()) ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    problems.push(
      `PICTOR_ENVIRONMENTS: ${unknown.map((name) => unknownName("environment", name, known)).join("; ")}; the environments are ${known.join(", ")}`,
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
