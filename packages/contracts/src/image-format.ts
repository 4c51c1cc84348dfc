/** Bytes that a file has at an offset, one character (U+0000 to U+00FF) a byte. */
interface Mark {
  readonly offset: number;
  readonly bytes: string;
}

/**
 * The picture formats that the API takes, and how their files begin.
 * @see https://en.wikipedia.org/wiki/List_of_file_signatures (read 2026-11)
 */
export const imageFormats = {
  "image/jpeg": [{ offset: 0, bytes: "\xFF\xD8\xFF" }],
  "image/png": [{ offset: 0, bytes: "\x89PNG\r\n\x1A\n" }],
  "image/webp": [
    { offset: 0, bytes: "RIFF" },
    { offset: 8, bytes: "WEBP" },
  ],
} as const satisfies Readonly<Record<string, readonly Mark[]>>;

/** Media type of a picture format that the API takes. */
export type ImageMediaType = keyof typeof imageFormats;

/** Media types of all picture formats that the API takes. */
export const imageMediaTypes = Object.keys(imageFormats) as readonly ImageMediaType[];

/** Format of a picture by how it begins; what its sender says of it plays no part. */
export function imageMediaType(picture: Uint8Array): ImageMediaType | undefined {
  return imageMediaTypes.find((type) => {
    const marks: readonly Mark[] = imageFormats[type];
    return marks.every(({ offset, bytes }) => hasAt(picture, offset, bytes));
  });
}

/** Whether the bytes at an offset are those of the text, one character a byte. */
export function hasAt(data: Uint8Array, offset: number, bytes: string): boolean {
  return Array.from(bytes).every((byte, index) => data[offset + index] === byte.charCodeAt(0));
}
