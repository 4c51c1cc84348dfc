import { createHash } from "node:crypto";

/**
 * What names an artefact of plain files: the SHA-256 of their list, sorted by path, as `sha256sum` writes it.
 *
 * @param files SHA-256 of each file, by its path inside the artefact.
 */
export function artefactListSha256(files: Readonly<Record<string, string>>): string {
  const lines = Object.keys(files)
    .sort()
    .map((path) => `${files[path]}  ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}
