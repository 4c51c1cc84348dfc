import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { type Release, type ReleaseManifest, releaseManifestSchema } from "@pictor/contracts";
import { parseFile } from "./parse-file";

/** The manifest after a release: what served is kept to roll back to; the same release again changes nothing. */
export function nextManifest(
  manifest: ReleaseManifest | undefined,
  release: Release,
): ReleaseManifest {
  if (manifest === undefined) return { schema: 1, live: release };
  return manifest.live.sha256 === release.sha256
    ? manifest
    : { schema: 1, live: release, previous: manifest.live };
}

/** Path of an environment's manifest. */
export function manifestFile(directory: string, environment: string): string {
  return join(directory, `${environment}.json`);
}

/**
 * The manifest in a file; `undefined` where there is none.
 *
 * @throws UserError where the file holds something else
 */
export function readManifest(file: string): ReleaseManifest | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return parseFile(file, text, releaseManifestSchema);
}

/** Writes a manifest; readers see the old or the new one, never half of one. */
export function writeManifest(file: string, manifest: ReleaseManifest): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(draft, file);
}

/**
 * Puts the smoke picture beside the manifest.
 *
 * @returns its path from the manifest's directory
 */
export function keepPicture(
  directory: string,
  environment: string,
  release: Release,
  picture: string,
): string {
  const path = join(environment, `${release.sha256.slice(0, 12)}${extname(picture)}`);
  mkdirSync(join(directory, environment), { recursive: true });
  copyFileSync(picture, join(directory, path));
  return path;
}
