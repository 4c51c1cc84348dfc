import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { artefactListSha256, type Release } from "@pictor/contracts";
import { parseJson, releaseSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";

/** An object of an artefact, as it lies in the model store. */
export interface ArtefactObject {
  readonly key: string;
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

/** An artefact on disk with the record that was made of it. */
export interface Artefact {
  /** One archive, or an uncompressed artefact's files. */
  readonly objects: readonly ArtefactObject[];
  readonly release: Release;
  /** The smoke picture. */
  readonly picture: string;
}

/**
 * Reads an artefact and `release.json` beside it.
 *
 * @param path `model.tar.gz`, or the directory of an uncompressed artefact
 * @throws UserError where something is missing, or the artefact is not the one that the record describes
 */
export function readArtefact(path: string): Artefact {
  const release = readRelease(join(dirname(path), "release.json"));
  const objects = readObjects(path, release);
  const size = objects.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const sha256 = sha256Of(objects, release);
  if (size !== release.size || sha256 !== release.sha256) {
    throw new UserError(
      `${path} has ${size} bytes and SHA-256 ${sha256}; its release.json says ${release.size} and ${release.sha256}`,
      { hint: "build the artefact anew with 'pictor model build'" },
    );
  }
  const picture = join(dirname(path), release.smoke.file);
  if (!existsSync(picture)) throw new UserError(`the smoke picture ${picture} does not exist`);
  return { objects, release, picture };
}

function readObjects(path: string, { compression, key }: Release): readonly ArtefactObject[] {
  try {
    return compression === "gzip"
      ? [readObject(path, key)]
      : filesBelow(path).map((file) => readObject(join(path, file), `${key}${file}`));
  } catch (error) {
    throw new UserError(`the artefact cannot be read: ${(error as Error).message}`, {
      hint: "'pictor model build' makes one",
    });
  }
}

/** Paths from the directory. */
function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

function readObject(file: string, key: string): ArtefactObject {
  const bytes = readFileSync(file);
  return { key, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function sha256Of(objects: readonly ArtefactObject[], { compression, key }: Release): string {
  const [archive] = objects;
  if (compression === "gzip" && archive !== undefined) return archive.sha256;
  const paths = objects.map((each) => [each.key.slice(key.length), each.sha256] as const);
  return artefactListSha256(Object.fromEntries(paths));
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
