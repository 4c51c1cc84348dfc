import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonReading } from "./json-reading";
import type { ReleaseManifest } from "./release";
import { parseJson } from "./schemas/parse-json";
import { releaseManifestSchema } from "./schemas/release";

/** What the releases directory holds for one environment. */
export type ManifestReading =
  | JsonReading<ReleaseManifest>
  | { readonly kind: "missing"; readonly file: string };

/** Path of an environment's release manifest. */
export function manifestFile(directory: string, environment: string): string {
  return join(directory, `${environment}.json`);
}

/** Reads an environment's release manifest. */
export function readManifest(directory: string, environment: string): ManifestReading {
  const file = manifestFile(directory, environment);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "missing", file };
    throw error;
  }
  return parseJson(file, text, releaseManifestSchema);
}
