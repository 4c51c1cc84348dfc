import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@pictor/terraform";
import {
  findPictures,
  type LocalFile,
  readLocalFile,
  type SearchProps,
  type SkippedFile,
} from "../jobs/pictures";

/** What a training run learns from. */
export interface Dataset {
  /** Pictures of the classes, and the weights to begin with if there are some. */
  readonly files: readonly LocalFile[];
  readonly pictures: number;
  /** By name. */
  readonly classes: readonly string[];
  readonly hasWeights: boolean;
  readonly skipped: readonly SkippedFile[];
  /** Hash of names and contents: the same dataset always has the same. */
  readonly content: string;
}

/** Beside the directories of the classes: what training begins with. */
const weightsName = "weights.pth";

/**
 * Finds the classes of a directory: each directory in it is one, with pictures at any depth. Pictures beside the classes
 * are left out.
 *
 * @throws UserError if there are fewer than two classes, or something cannot be read
 */
export async function findDataset(directory: string, props: SearchProps): Promise<Dataset> {
  const found = await findPictures(directory, props);
  const pictures = found.pictures.filter(({ name }) => name.includes("/"));
  const beside = found.pictures.filter(({ name }) => !name.includes("/"));
  const classes = [...new Set(pictures.map(({ name }) => name.slice(0, name.indexOf("/"))))];
  if (classes.length < 2) {
    throw new UserError(
      `training needs pictures of two classes at least, and '${directory}' has ${classes.length === 0 ? "none" : `'${classes[0]}' alone`}`,
      {
        hint: "give a directory that has a directory of pictures for each class, named as its label",
      },
    );
  }
  const weights = await findWeights(directory);
  const files = [...pictures, ...weights];
  const all = files.map(({ checksum, name }) => [name, checksum]);
  return {
    files,
    pictures: pictures.length,
    classes: classes.sort(),
    hasWeights: weights.length > 0,
    skipped: [
      ...found.skipped.filter(({ name }) => name !== weightsName),
      ...beside.map(({ name }) => ({ name, reason: "it is in no class's directory" })),
    ],
    content: createHash("sha256").update(JSON.stringify(all)).digest("hex"),
  };
}

async function findWeights(directory: string): Promise<readonly LocalFile[]> {
  const file = join(directory, weightsName);
  return statSync(file, { throwIfNoEntry: false })?.isFile()
    ? [await readLocalFile(file, weightsName)]
    : [];
}
