import { join, resolve } from "node:path";
import { layout } from "./layout";

/** The environment that is made for the local AWS. */
export const localEnvironment = "local";

/** Where a local AWS keeps what it needs; two of them with different homes never meet. */
export interface Home {
  readonly directory: string;
  /** What runs. */
  readonly runFile: string;
  /** A directory per run. */
  readonly runs: string;
  /** Trained models and artefacts by their inputs; homes share it. */
  readonly cache: string;
}

const standard = join(layout.root, ".pictor");

const appReleases = join(layout.classifierApp, "releases");

/** The home that `PICTOR_HOME` and `PICTOR_CACHE` name. Both default to the clone's `.pictor`. */
export function findHome(variables: NodeJS.ProcessEnv): Home {
  const directory = resolve(variables.PICTOR_HOME || standard);
  return {
    directory,
    runFile: join(directory, "run.json"),
    runs: join(directory, "runs"),
    cache: resolve(variables.PICTOR_CACHE || join(standard, "cache")),
  };
}

/** The app's own environments, or those that `PICTOR_ENVIRONMENTS_DIR` names: only for writing a new one. */
export function environmentsDirectory(variables: NodeJS.ProcessEnv): string {
  return resolve(variables.PICTOR_ENVIRONMENTS_DIR || join(layout.classifierApp, "environments"));
}

/** The app's own release manifests, or those that `PICTOR_RELEASES_DIR` names. */
export function releasesDirectory(variables: NodeJS.ProcessEnv): string {
  return resolve(variables.PICTOR_RELEASES_DIR || appReleases);
}

/**
 * Release manifests of a local run: the app's own for the environment whose manifest git ignores. A manifest that is
 * committed must not change because somebody tried it out, nor one that another home's run uses. `PICTOR_RELEASES_DIR`
 * does not count: `pictor env` exports it, so that a shell may have that of an earlier run.
 */
export function localReleasesDirectory(home: Home, environment: string): string {
  const isApps = environment === localEnvironment && home.directory === standard;
  return isApps ? appReleases : join(home.directory, "releases");
}
