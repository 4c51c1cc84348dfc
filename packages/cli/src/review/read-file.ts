import { readFileSync } from "node:fs";
import { UserError } from "@pictor/terraform";

const howTo = "terraform plan -out plan.out && terraform show -json plan.out > plan.json";

/**
 * Reads a JSON file in UTF-8, or in UTF-16 as PowerShell's `>` writes it.
 *
 * @param what what the file is called in an error
 * @throws UserError
 */
export function readJsonFile(file: string, what: string): unknown {
  const text = textOf(file, what);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") throw new UserError(`${what} ${file} is empty`, { hint: howTo });
    throw new UserError(`${what} ${file} is not JSON: ${shortened((error as Error).message)}`, {
      hint: text.startsWith("PK") ? `${file} is the plan itself: ${howTo}` : howTo,
    });
  }
}

function textOf(file: string, what: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UserError(`${what} ${file} cannot be read: ${(error as Error).message}`, {
      hint: howTo,
    });
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le").slice(1);
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}

/** The parser's message without the piece of the file that it quotes: it may hold a secret. */
function shortened(message: string): string {
  return message.replace(/,? ?(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON/s, "");
}
