import { copyFileSync, mkdirSync } from "node:fs";
import { extname, join } from "node:path";
import type { Release, ReleaseManifest } from "@pictor/contracts";
import { replaceFile } from "@pictor/local";

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

/** Writes a manifest; readers see the old or the new one, never half of one. */
export function writeManifest(file: string, manifest: ReleaseManifest): void {
  replaceFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
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
