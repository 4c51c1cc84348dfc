import { linkSync, rmSync } from "node:fs";
import { writeDraft } from "@pictor/local";
import { UserError } from "@pictor/terraform";

/**
 * Creates a file with its whole text, or none.
 *
 * @throws UserError if there is such a file: it is not replaced, not even if it was created a moment ago
 */
export function createFile(file: string, text: string): void {
  const draft = writeDraft(file, text);
  try {
    // Unlike a renaming, a link never replaces a file.
    linkSync(draft, file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new UserError(`there is a file ${file} already`, { hint: "nothing was written" });
    }
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
