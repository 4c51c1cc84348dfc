import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReleaseManifest, releaseManifestSchema } from "@pictor/contracts";
import * as z from "zod";

/** What the releases directory holds for one environment. */
export type ManifestReading =
  | { readonly kind: "found"; readonly manifest: ReleaseManifest }
  | { readonly kind: "missing"; readonly file: string }
  | { readonly kind: "invalid"; readonly problem: string };

/** Reads `<directory>/<environment>.json`. */
export function readManifest(directory: string, environment: string): ManifestReading {
  const file = join(directory, `${environment}.json`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "missing", file };
    throw error;
  }
  try {
    const parsed = releaseManifestSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? { kind: "found", manifest: parsed.data }
      : { kind: "invalid", problem: `${file}:\n${z.prettifyError(parsed.error)}` };
  } catch (error) {
    return { kind: "invalid", problem: `${file} is not JSON: ${(error as Error).message}` };
  }
}
