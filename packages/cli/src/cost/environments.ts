import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestFile, type ReleaseManifest, readManifest } from "@pictor/contracts";
import type { Resource } from "@pictor/cost";
import { logDirectory } from "@pictor/local";
import { UserError } from "@pictor/terraform";
import { withTemporaryDirectory } from "../apply/place-of";
import { stackDirectory, synthesise } from "../apply/synthesise";
import { parseEnvironment } from "../commands/environments";
import { layout } from "../run/layout";
import { standInManifest } from "./stand-in";

/** An environment as it was synthesised. */
export interface SynthesisedEnvironment {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly manifest: ReleaseManifest;
  /** Whether the release was never published: its latency and throughput are assumed. */
  readonly isStandIn: boolean;
}

/**
 * Synthesises environments in one go, those without a release with a stand-in.
 *
 * @throws UserError with what the app printed where it failed
 */
export function readEnvironments(
  names: readonly string[],
  releasesDirectory: string,
): Promise<readonly SynthesisedEnvironment[]> {
  return withTemporaryDirectory(async (directory) => {
    const releases = join(directory, "releases");
    mkdirSync(releases);
    const manifests = names.map((name) => copyManifest(name, releasesDirectory, releases));
    // The app and the estimator are loaded at the same time.
    const [stacks, { readResources }] = await Promise.all([
      synthesise({
        app: layout.classifierApp,
        outputDirectory: join(directory, "out"),
        variables: { PICTOR_ENVIRONMENTS: names.join(","), PICTOR_RELEASES_DIR: releases },
        logFile: join(logDirectory(directory), "synthesis.log"),
      }).catch((error: unknown) => {
        // The app's own words on a name that it does not know are those of its variable.
        for (const name of names) parseEnvironment(name);
        throw error;
      }),
      import("@pictor/cost"),
    ]);
    return names.map((name, index) => {
      const { manifest, isStandIn } = manifests[index] as ReturnType<typeof copyManifest>;
      // Only an environment with jobs has a stack of them.
      const jobs = stacks.has(`${name}-jobs`) ? [`${name}-jobs`] : [];
      const resources = [`${name}-data`, name, ...jobs].flatMap((stack) => {
        const file = join(stackDirectory(stacks, stack), "cdk.tf.json");
        return readResources(JSON.parse(readFileSync(file, "utf8")), { environment: name });
      });
      return { name, resources, manifest, isStandIn };
    });
  });
}

function copyManifest(
  name: string,
  from: string,
  to: string,
): { readonly manifest: ReleaseManifest; readonly isStandIn: boolean } {
  const reading = readManifest(from, name);
  if (reading.kind === "invalid") throw new UserError(reading.problem);
  const isStandIn = reading.kind === "missing";
  const manifest = isStandIn ? standInManifest : reading.value;
  writeFileSync(manifestFile(to, name), JSON.stringify(manifest));
  return { manifest, isStandIn };
}
