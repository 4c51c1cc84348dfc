import { parseHeaderValue } from "./header";

/** Bounds of a form: whoever sends one picture needs none of them. */
export const formBounds = {
  /** Parts of a form at most. */
  parts: 20,
  /** Bytes of a part's headers at most. */
  headerBytes: 4_096,
} as const;

/** One part of a `multipart/form-data` body. */
export interface FormPart {
  /** Its content: a view of the body, nothing is copied. */
  readonly content: Buffer;
  /** Name of the file; empty if a browser's field had none chosen, `undefined` if the part does not claim to be one. */
  readonly fileName?: string;
  /** Media type of the content in lower case, if it is stated. */
  readonly declared?: string;
  /** `Content-Transfer-Encoding` in lower case; `binary` unless stated. */
  readonly encoding: string;
}

/** The parts of a form in their order, or a sentence that says what is wrong with it. */
export type Form = { readonly parts: readonly FormPart[] } | { readonly problem: string };

const lineEnd = Buffer.from("\r\n");
const headersEnd = Buffer.from("\r\n\r\n");

/**
 * Parses `multipart/form-data`. What is before the first boundary and after the last is ignored. A form that is cut
 * short is refused, so that no part of a picture is taken for the whole.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 */
export function parseForm(body: Buffer, boundary: string): Form {
  const parts: FormPart[] = [];
  let start = nextDelimiter(body, boundary, 0);
  if (start === undefined) {
    return { problem: "The body does not contain the boundary that its Content-Type names." };
  }
  while (!start.closes) {
    if (parts.length === formBounds.parts) {
      return { problem: `The form has more than ${formBounds.parts} parts.` };
    }
    const end = nextDelimiter(body, boundary, start.after);
    if (end === undefined) {
      return { problem: "The form is cut short: its closing boundary is missing." };
    }
    // A part without headers and content ends with the line break that its own boundary ended with.
    const part = parsePart(body.subarray(start.after, Math.max(start.after, end.before)));
    if ("problem" in part) return part;
    parts.push(part);
    start = end;
  }
  return { parts };
}

/** A line that separates parts: where the part before it ends, and where the part after it begins. */
interface Delimiter {
  readonly before: number;
  readonly after: number;
  /** Whether it is the last one. */
  readonly closes: boolean;
}

/** Finds the next line that is a boundary and nothing else: content may have a line that only begins like one. */
function nextDelimiter(body: Buffer, boundary: string, from: number): Delimiter | undefined {
  const mark = Buffer.from(`--${boundary}`, "latin1");
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at === 0 || (body[at - 2] === 0x0d && body[at - 1] === 0x0a)) {
      const found = readDelimiter(body, at, at + mark.length);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function readDelimiter(body: Buffer, at: number, markEnd: number): Delimiter | undefined {
  const closes = body[markEnd] === 0x2d && body[markEnd + 1] === 0x2d;
  let after = closes ? markEnd + 2 : markEnd;
  while (body[after] === 0x20 || body[after] === 0x09) after += 1;
  const before = at - lineEnd.length;
  if (body[after] === 0x0d && body[after + 1] === 0x0a) {
    return { before, after: after + lineEnd.length, closes };
  }
  return closes && after === body.length ? { before, after, closes } : undefined;
}

function parsePart(part: Buffer): FormPart | { readonly problem: string } {
  const length = part.subarray(0, formBounds.headerBytes).indexOf(headersEnd);
  if (length < 0) {
    return {
      problem: `A part of the form has no end of its headers in ${formBounds.headerBytes} bytes.`,
    };
  }
  const headers = parseHeaders(part.subarray(0, length).toString("utf8"));
  const { value, parameters } = parseHeaderValue(headers["content-disposition"] ?? "");
  if (value !== "form-data") {
    return { problem: "A part of the form has no header 'Content-Disposition: form-data'." };
  }
  const fileName = parameters["filename*"] ?? parameters.filename;
  const type = headers["content-type"];
  return {
    content: part.subarray(length + headersEnd.length),
    encoding: headers["content-transfer-encoding"]?.trim().toLowerCase() ?? "binary",
    ...(fileName !== undefined && { fileName }),
    ...(type !== undefined && { declared: parseHeaderValue(type).value }),
  };
}

/** Headers by name in lower case; what is not `name: value` is passed over. A folded line belongs to the one before. */
function parseHeaders(text: string): Readonly<Record<string, string>> {
  const lines = text.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1);
  }
  return headers;
}
