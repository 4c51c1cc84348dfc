import { UserError } from "@pictor/local";
import * as z from "zod";

/**
 * Reads the text of a JSON file by its schema.
 *
 * @throws UserError that names the file, where it is not JSON or the schema does not allow it
 */
export function parseFile<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(file, text));
  if (!parsed.success) throw new UserError(`${file}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
