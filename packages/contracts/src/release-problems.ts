import type * as z from "zod";
import type { Calibration } from "./calibration";
import { listProblems } from "./prop-problems";
import type { Release, ReleaseManifest } from "./release";
import { calibrationSchema, releaseManifestSchema, releasePartSchema } from "./schemas/release";
import { schemaProblems } from "./schemas/schema-problems";
import { literalProblems } from "./token";

/** Why nothing of a release may be a token. */
const published = "a release describes the published artefact, byte for byte";

/** Problems of a release manifest, in words that begin with the field's name; empty if valid. */
export function manifestProblems(manifest: ReleaseManifest): string[] {
  return valueProblems("manifest", manifest, releaseManifestSchema);
}

/** Problems of some fields of a release, which is the prop `release`; empty if valid. */
export function releaseProblems(release: Partial<Release>): string[] {
  return valueProblems("release", release, releasePartSchema);
}

/** Problems of a calibration's rows, in words that begin with `prop`; empty if valid. */
export function calibrationProblems(prop: string, rows: readonly Calibration[]): string[] {
  const list = listProblems(prop, rows);
  return list.length > 0
    ? list
    : rows.flatMap((row, index) => valueProblems(`${prop}[${index}]`, row, calibrationSchema));
}

function valueProblems(prop: string, value: unknown, schema: z.ZodType): string[] {
  const tokens = literalProblems({ [prop]: value }, published);
  return tokens.length > 0 ? tokens : schemaProblems(prop, value, schema);
}
