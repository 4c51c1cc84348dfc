import type { PredictEvent } from "../event";

/** A header's value: what it names, in lower case, and its parameters by name in lower case. */
export interface HeaderValue {
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One parameter: `; name=token` or `; name="quoted \" string"`. Every repetition is bounded by its delimiters. */
const parameter = /;[ \t]*([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))[ \t]*/y;

/** Returns a header of a request, whatever the case of its name; `undefined` if it is absent. */
export function headerOf(headers: PredictEvent["headers"], name: string): string | undefined {
  const found = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

/**
 * Parses a value such as `form-data; name="a"; filename="b.png"`.
 *
 * Parsing ends at the first thing that is not a parameter: browsers have written file names in many ways.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6
 */
export function parseHeaderValue(text: string): HeaderValue {
  const [value = ""] = text.split(";", 1);
  const parameters: Record<string, string> = Object.create(null);
  parameter.lastIndex = value.length;
  for (;;) {
    const [, name = "", quoted, token = ""] = parameter.exec(text) ?? [];
    if (name === "") return { value: value.trim().toLowerCase(), parameters };
    parameters[name.toLowerCase()] ??= quoted?.replaceAll(/\\(.)/g, "$1") ?? token;
  }
}
