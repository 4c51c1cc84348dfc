import type { PredictEvent } from "../event";
import type { Failure } from "../problem";
import { readForm } from "./form-body";
import { headerOf, parseHeaderValue } from "./header";
import { readJson } from "./json-body";
import { type Signature, signatureOf } from "./signature";

/** The bytes that a request carries, and what they are. */
export type Body =
  | {
      readonly kind: "bytes";
      readonly bytes: Uint8Array;
      readonly signature: Signature;
      /** What the bytes are called in a sentence. */
      readonly subject: "The body" | "Field 'image'" | "The form's file";
      /** Media type that the sender states for the bytes, in lower case. */
      readonly declared?: string;
    }
  | { readonly kind: "refused"; readonly failure: Failure };

/** What of a request its body is read from. */
export type BodyEvent = Pick<PredictEvent, "body" | "headers" | "isBase64Encoded">;

/** Reads a request's body: an image's bytes, JSON `{"image": "<base64>"}`, or a form with one file. */
export function readBody(event: BodyEvent): Body {
  const encoding = headerOf(event.headers, "content-encoding") ?? "";
  if (!["", "identity"].includes(encoding.trim().toLowerCase())) {
    return refused("unsupported-media-type", encodedDetail(encoding));
  }
  const text = event.body ?? "";
  const bytes = Buffer.from(text, event.isBase64Encoded ? "base64" : "utf8");
  const type = parseHeaderValue(headerOf(event.headers, "content-type") ?? "");
  const raw = { bytes, signature: signatureOf(bytes), declared: type.value };
  const damaged = !event.isBase64Encoded && text.includes("\uFFFD");

  // The gateway calls a body JSON where the caller named no type, so a picture is looked for first.
  const enclosed = bytes.length === 0 || raw.signature.kind === "offered" ? "" : type.value;
  if (/^application\/(.+\+)?json$/.test(enclosed) && mayBeJson(raw.signature)) {
    return enclosing("Field 'image'", readJson(bytes));
  }
  if (damaged) {
    return refused("unsupported-media-type", "The body was taken for text. Send it as image/jpeg.");
  }
  if (enclosed === "multipart/form-data") {
    return enclosing("The form's file", readForm(bytes, type.parameters.boundary));
  }
  return { kind: "bytes", subject: "The body", ...raw };
}

/** A body that is something else, such as HTML, is better called by its name than bad JSON. */
function mayBeJson(signature: Signature): boolean {
  return (
    signature.kind === "none" ||
    (signature.kind === "text" && ["JSON", "text"].includes(signature.name))
  );
}

function enclosing(
  subject: "Field 'image'" | "The form's file",
  found: { readonly bytes: Buffer; readonly declared?: string } | { readonly failure: Failure },
): Body {
  return "failure" in found
    ? { kind: "refused", failure: found.failure }
    : { kind: "bytes", subject, ...found, signature: signatureOf(found.bytes) };
}

function refused(code: Failure["code"], detail: string): Body {
  return { kind: "refused", failure: { code, detail } };
}

function encodedDetail(encoding: string): string {
  const named = encoding.trim().slice(0, 40);
  return `The body has Content-Encoding '${named}'. Send the image as it is: it is compressed already.`;
}
