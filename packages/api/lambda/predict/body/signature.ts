import { hasAt, type ImageMediaType, imageMediaType } from "@pictor/contracts";
import { type TextName, textName } from "./text-signature";

/** What bytes begin like. */
export type Signature =
  | { readonly kind: "offered"; readonly mediaType: ImageMediaType }
  /** A known format that is not offered; `name` with its article. */
  | { readonly kind: "other"; readonly name: string }
  | { readonly kind: "text"; readonly name: TextName }
  | { readonly kind: "none" };

/** Longest beginning that is looked at, in bytes: XML may have a long prologue before its root element. */
const scanned = 1024;

interface Row {
  readonly signature: Signature;
  readonly matches: (head: Buffer) => boolean;
}

const at =
  (offset: number, bytes: string) =>
  (head: Buffer): boolean =>
    hasAt(head, offset, bytes);

const all =
  (...tests: readonly ((head: Buffer) => boolean)[]) =>
  (head: Buffer): boolean =>
    tests.every((test) => test(head));

const any =
  (...tests: readonly ((head: Buffer) => boolean)[]) =>
  (head: Buffer): boolean =>
    tests.some((test) => test(head));

const other = (name: string): Signature => ({ kind: "other", name });

/** "BM" alone begins many a text; the size of the header behind it is one of few. */
function isBmp(head: Buffer): boolean {
  return (
    at(0, "BM")(head) &&
    head.length >= 18 &&
    [12, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(14))
  );
}

/** XML with the root element in sight. Both patterns are linear in the text: a caller chooses it. */
function isSvg(head: Buffer): boolean {
  const text = head.toString("utf8").replaceAll(/^\uFEFF|<!--[\s\S]*?-->/g, "");
  return /^\s*<(\?xml|!DOCTYPE svg|svg)[\s>]/i.test(text) && /<svg[\s>]/i.test(text);
}

/** A form whose first part has a header; its content may be anything, so it need not be text. */
function isForm(head: Buffer): boolean {
  return /^(\r\n)?--[^\r\n]{1,200}\r\ncontent-/i.test(head.toString("latin1"));
}

/**
 * Formats that are known and not taken: what they are is part of the error.
 * @see https://en.wikipedia.org/wiki/List_of_file_signatures (read 2026-11)
 */
const rows: readonly Row[] = [
  { signature: other("a GIF image"), matches: any(at(0, "GIF87a"), at(0, "GIF89a")) },
  { signature: other("a TIFF image"), matches: any(at(0, "II*\0"), at(0, "MM\0*")) },
  { signature: other("a BMP image"), matches: isBmp },
  { signature: other("an AVIF image"), matches: any(at(4, "ftypavif"), at(4, "ftypavis")) },
  {
    signature: other("a HEIF image"),
    matches: any(at(4, "ftyphei"), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1")),
  },
  {
    signature: other("a JPEG 2000 image"),
    matches: any(at(4, "jP  \r\n\x87\n"), at(0, "\xFF\x4F\xFF\x51")),
  },
  { signature: other("a JPEG XL image"), matches: any(at(0, "\xFF\x0A"), at(4, "JXL \r\n\x87\n")) },
  {
    signature: other("an ICO image"),
    matches: all(at(0, "\0\0\x01\0"), (head) => head.length >= 22),
  },
  { signature: other("a PSD image"), matches: at(0, "8BPS") },
  { signature: other("an SVG image"), matches: isSvg },
  { signature: other("a form: its Content-Type must be multipart/form-data"), matches: isForm },
  { signature: other("a PDF document"), matches: at(0, "%PDF-") },
  { signature: other("a gzip file"), matches: at(0, "\x1F\x8B\b") },
  { signature: other("a zip file"), matches: at(0, "PK\x03\x04") },
];

/** Returns what bytes are by how they begin: what their sender calls them plays no part. */
export function signatureOf(bytes: Uint8Array): Signature {
  const mediaType = imageMediaType(bytes);
  if (mediaType !== undefined) return { kind: "offered", mediaType };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, scanned));
  const known = rows.find((row) => row.matches(head));
  if (known !== undefined) return known.signature;
  const name = textName(head);
  return name === undefined ? { kind: "none" } : { kind: "text", name };
}
