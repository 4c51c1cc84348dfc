import { readFileSync } from "node:fs";
import { imageMediaType, imageMediaTypes } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";

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

/** Media type to send a picture under; the API says what it thinks of a format that it does not take. */
export function mediaType(picture: Uint8Array): string {
  return imageMediaType(picture) ?? "application/octet-stream";
}

/**
 * Says early what the API would say of a picture in minutes.
 *
 * @throws UserError where it cannot be read, or begins like none of the formats that the API takes
 */
export function checkPicture(file: string): void {
  if (imageMediaType(readPicture(file)) !== undefined) return;
  throw new UserError(
    `${file} is no picture that the API takes; allowed are ${imageMediaTypes.join(", ")}`,
  );
}
