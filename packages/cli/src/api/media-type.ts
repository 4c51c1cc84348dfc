/** How files of the formats that the API takes begin. */
const signatures: readonly { type: string; offset: number; bytes: Buffer }[] = [
  { type: "image/png", offset: 0, bytes: Buffer.from("\x89PNG\r\n\x1a\n", "latin1") },
  { type: "image/jpeg", offset: 0, bytes: Buffer.from("\xff\xd8\xff", "latin1") },
  { type: "image/webp", offset: 8, bytes: Buffer.from("WEBP", "latin1") },
];

/** Media types of the formats that the API takes. */
export const mediaTypes: readonly string[] = signatures.map(({ type }) => type);

/** Media type of a picture by how it begins; the API says what it thinks of anything else. */
export function mediaType(picture: Buffer): string {
  const found = signatures.find(({ offset, bytes }) =>
    picture.subarray(offset, offset + bytes.length).equals(bytes),
  );
  return found?.type ?? "application/octet-stream";
}
