import { readFileSync } from "node:fs";
import { UserError } from "@pictor/local";
import { mediaType, mediaTypes } from "./media-type";

/**
 * Reads a picture, whatever is in it.
 *
 * @throws UserError where it cannot be read
 */
export function readPicture(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`the picture cannot be read: ${(error as Error).message}`);
  }
}

/**
 * Says early what the API would say of a picture in minutes.
 *
 * @throws UserError where it cannot be read, or begins like none of the formats that the API takes
 */
export function checkPicture(file: string): void {
  if (mediaTypes.includes(mediaType(readPicture(file)))) return;
  throw new UserError(
    `${file} is no picture that the API takes; allowed are ${mediaTypes.join(", ")}`,
  );
}
