import type { Failure } from "../problem";
import { type Decoded, decodeBase64 } from "./base64";

/** What is taken, as every refusal ends. */
const wanted = `Send {"image": "<base64>"}.`;

/** Reads the image of a JSON body, `{"image": "<base64>"}`. Other fields are ignored. */
export function readJson(
  bytes: Buffer,
): Exclude<Decoded, { readonly problem: string }> | { readonly failure: Failure } {
  const text = bytes.toString("utf8");
  if (text.startsWith("\uFEFF")) {
    return badJson("The JSON begins with a byte order mark (BOM). Send the JSON without a BOM.");
  }
  const value = parse(text);
  if (value === undefined) {
    return badJson(
      `The Content-Type says JSON, but the body is not valid JSON in UTF-8. ${wanted}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return badJson(`The JSON is ${nameOf(value)}, not an object. ${wanted}`);
  }
  if (!Object.hasOwn(value, "image")) return badJson(`The JSON has no field 'image'. ${wanted}`);
  return readField((value as { readonly image: unknown }).image);
}

function readField(image: unknown): ReturnType<typeof readJson> {
  if (typeof image !== "string") {
    return badJson(`Field 'image' is ${nameOf(image)}, not a string. ${wanted}`);
  }
  if (/^\s*$/.test(image)) {
    return { failure: { code: "empty-body", detail: `Field 'image' is empty. ${wanted}` } };
  }
  if (/^https?:\/\//i.test(image)) {
    return badBase64("is the address of an image: the API fetches nothing");
  }
  const decoded = decodeBase64(image);
  return "problem" in decoded ? badBase64(decoded.problem) : decoded;
}

/** Parses JSON; `undefined` if it is not JSON, which no JSON is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function badJson(detail: string): { readonly failure: Failure } {
  return { failure: { code: "bad-json", detail } };
}

function badBase64(problem: string): { readonly failure: Failure } {
  return { failure: { code: "bad-base64", detail: `Field 'image' ${problem}.` } };
}
