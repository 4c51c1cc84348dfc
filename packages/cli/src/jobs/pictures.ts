import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { imageMediaType, limits } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";

/** A file of a directory that is uploaded. */
export interface LocalFile {
  readonly file: string;
  /** Path below the directory, with slashes: the end of its key. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of its content, base64, as S3 writes it. */
  readonly checksum: string;
}

/** A file of a directory that is not uploaded. */
export interface SkippedFile {
  readonly name: string;
  readonly reason: string;
}

/** What a directory holds. */
export interface FoundPictures {
  /** By name. */
  readonly pictures: readonly LocalFile[];
  readonly skipped: readonly SkippedFile[];
  /** Hash of names and contents of all pictures: the same pictures always have the same. */
  readonly content: string;
}

/** How a search is followed and ended. */
export interface SearchProps {
  readonly signal: AbortSignal;
  readonly onProgress: (read: number, of: number) => void;
}

/** Extensions of files that are sent even if they do not begin like a picture: their result then says what is wrong. */
const extensions: readonly string[] = [".jpg", ".jpeg", ".png", ".webp"];

/** Files that an error names at the most. */
const namedFiles = 5;

/**
 * Finds the pictures below a directory. Names that begin with a dot are left out; links to directories are not followed.
 *
 * @throws UserError if the directory or a file cannot be read, or there is no picture
 */
export async function findPictures(
  directory: string,
  { onProgress, signal }: SearchProps,
): Promise<FoundPictures> {
  const problems: string[] = [];
  const names = filesBelow(directory, "", problems).sort();
  const pictures: LocalFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const [index, name] of names.entries()) {
    signal.throwIfAborted();
    onProgress(index, names.length);
    const file = join(directory, name);
    try {
      const found = await readPicture(file, name);
      if ("reason" in found) skipped.push(found);
      else pictures.push(found);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw unreadable(directory, problems);
  if (pictures.length === 0) throw noPictures(directory, skipped);
  const all = pictures.map(({ name, checksum }) => [name, checksum]);
  const content = createHash("sha256").update(JSON.stringify(all)).digest("hex");
  return { pictures, skipped, content };
}

/** Files below a directory, by their paths below it. */
function filesBelow(directory: string, below: string, problems: string[]): string[] {
  try {
    return readdirSync(join(directory, below), { withFileTypes: true }).flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.name.startsWith(".")) return [];
      if (entry.isDirectory()) return filesBelow(directory, path, problems);
      return entry.isFile() || isLinkToFile(join(directory, path)) ? [path] : [];
    });
  } catch (error) {
    problems.push((error as Error).message);
    return [];
  }
}

/** A link that leads nowhere counts: reading it says so. */
function isLinkToFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

async function readPicture(file: string, path: string): Promise<LocalFile | SkippedFile> {
  const name = path.split(sep).join("/");
  const { size } = statSync(file);
  if (size === 0) return { name, reason: "it is empty" };
  const hasExtension = extensions.includes(extname(name).toLowerCase());
  if (size > limits.imageBytes) {
    const reason = hasExtension
      ? `it has ${size} bytes, a picture at most ${limits.imageBytes}`
      : "it is no picture";
    return { name, reason };
  }
  const content = await readFile(file);
  if (!hasExtension && imageMediaType(content) === undefined) {
    return { name, reason: "it is no picture" };
  }
  return localFile(file, name, content);
}

/** Reads what an upload needs of a file, whatever it contains. */
export async function readLocalFile(file: string, name: string): Promise<LocalFile> {
  return localFile(file, name, await readFile(file));
}

function localFile(file: string, name: string, content: Buffer): LocalFile {
  const checksum = createHash("sha256").update(content).digest("base64");
  return { file, name, bytes: content.length, checksum };
}

function unreadable(directory: string, problems: readonly string[]): UserError {
  const more = problems.length - namedFiles;
  const lines = [...problems.slice(0, namedFiles), ...(more > 0 ? [`and ${more} more`] : [])];
  return new UserError(`${directory} cannot be read whole:\n${lines.join("\n")}`, {
    hint: "give a directory that exists, make the files readable, or move them elsewhere; nothing was uploaded",
  });
}

function noPictures(directory: string, skipped: readonly SkippedFile[]): UserError {
  const [first] = skipped;
  return first === undefined
    ? new UserError(`${directory} is empty`, { hint: "give a directory with pictures" })
    : new UserError(
        `${directory} has no picture: of ${skipped.length} files none is one, such as '${first.name}': ${first.reason}`,
        {
          hint: `pictures are JPEG, PNG and WebP files of at most ${limits.imageBytes} bytes`,
        },
      );
}
