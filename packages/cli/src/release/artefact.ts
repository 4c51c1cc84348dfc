import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseJson, type Release, releaseSchema } from "@pictor/contracts";
import { UserError } from "@pictor/local";

/** An artefact on disk with the record that was made of it. */
export interface Artefact {
  readonly bytes: Buffer;
  readonly release: Release;
  /** The smoke picture. */
  readonly picture: string;
}

/**
 * Reads an artefact and `release.json` beside it.
 *
 * @throws UserError where something is missing, or the file is not the one that the record describes
 */
export function readArtefact(file: string): Artefact {
  const release = readRelease(join(dirname(file), "release.json"));
  const bytes = readBytes(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length !== release.size || sha256 !== release.sha256) {
    throw new UserError(
      `${file} has ${bytes.length} bytes and SHA-256 ${sha256}; its release.json says ${release.size} and ${release.sha256}`,
      { hint: "build the artefact anew with 'pictor model build'" },
    );
  }
  const picture = join(dirname(file), release.smoke.file);
  if (!existsSync(picture)) throw new UserError(`the smoke picture ${picture} does not exist`);
  return { bytes, release, picture };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`the artefact cannot be read: ${(error as Error).message}`, {
      hint: "'pictor model build' makes one",
    });
  }
}

function readRelease(file: string): Release {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UserError(`there is no ${file}`, {
      hint: "'pictor model build' writes it beside the artefact",
    });
  }
  const reading = parseJson(file, text, releaseSchema);
  if (reading.kind === "valid") return reading.value;
  throw new UserError(reading.problem, {
    hint: "'pictor model build' writes it beside the artefact",
  });
}
