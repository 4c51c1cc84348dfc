import * as z from "zod";
import type { JsonReading } from "../json-reading";

/**
 * Reads the text of a JSON file by its schema.
 *
 * @param file the file's name, for the problem
 */
export function parseJson<T>(file: string, text: string, schema: z.ZodType<T>): JsonReading<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "invalid", problem: `${file} is not JSON: ${(error as Error).message}` };
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { kind: "valid", value: parsed.data }
    : { kind: "invalid", problem: `${file}:\n${z.prettifyError(parsed.error)}` };
}
