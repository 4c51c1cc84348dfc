import type { Failure } from "../problem";
import { decodeBase64 } from "./base64";
import { type FormPart, parseForm } from "./form";

/**
 * Longest boundary, in characters.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 */
const longestBoundary = 70;

/** What is taken, as every refusal ends. */
const wanted = "Send multipart/form-data with one file.";

/** The picture of a form, or what is wrong with the form. */
export type FormFile =
  | { readonly bytes: Buffer; readonly declared?: string }
  | { readonly failure: Failure };

/**
 * Reads the one file of a form: its only part, or the only one of several that is a file. Text fields are ignored.
 *
 * @param boundary what separates the parts, as the Content-Type names it
 */
export function readForm(body: Buffer, boundary: string | undefined): FormFile {
  if (boundary === undefined || boundary === "") {
    return badForm("The Content-Type names no boundary: leave the header to your HTTP client.");
  }
  if (boundary.length > longestBoundary) {
    return badForm(`The form's boundary is longer than ${longestBoundary} characters.`);
  }
  const form = parseForm(body, boundary);
  return "problem" in form ? badForm(`${form.problem} ${wanted}`) : readFile(form.parts);
}

function readFile(parts: readonly FormPart[]): FormFile {
  const chosen = parts.filter((part) => !isUnchosen(part));
  const files = chosen.length === 1 ? chosen : chosen.filter(isFile);
  const [file] = files;
  if (files.length > 1) return badForm(`The form has ${files.length} files. ${wanted}`);
  if (file !== undefined) return decoded(file);
  if (chosen.length > 0) return badForm(`The form has ${chosen.length} fields, no file. ${wanted}`);
  const detail = parts.length > 0 ? "No file was chosen in the form." : "The form is empty.";
  return { failure: { code: "empty-body", detail: `${detail} ${wanted}` } };
}

/** What a browser sends of a file field that was left alone. */
function isUnchosen({ fileName, content }: FormPart): boolean {
  return fileName === "" && content.length === 0;
}

/** A part is a file by its name or, for clients that state none, by its type. */
function isFile({ fileName, declared }: FormPart): boolean {
  return fileName !== undefined || (declared !== undefined && !declared.startsWith("text/"));
}

function decoded({ content, declared, encoding }: FormPart): FormFile {
  const type = declared === undefined ? {} : { declared };
  switch (encoding) {
    case "binary":
    case "8bit":
    case "7bit":
      return { bytes: content, ...type };
    case "base64": {
      const decoded = decodeBase64(content.toString("latin1"));
      return "problem" in decoded
        ? { failure: { code: "bad-base64", detail: `The form's file ${decoded.problem}.` } }
        : { bytes: decoded.bytes, ...type };
    }
    default:
      return badForm(
        "The form's file has a Content-Transfer-Encoding other than binary or base64.",
      );
  }
}

function badForm(detail: string): { readonly failure: Failure } {
  return { failure: { code: "bad-form", detail } };
}
